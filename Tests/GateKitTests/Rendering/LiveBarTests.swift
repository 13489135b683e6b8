import Testing

@testable import GateKit

@Suite struct LiveBarTests {
  private static let records = [
    RunRecord(seeing: nil),
    RunRecord(seeing: .sample(percentage: 0)),
    RunRecord(seeing: .sample(percentage: 33.3)),
    RunRecord(seeing: .sample(percentage: 100, resources: Hostile.resources)),
    RunRecord(seeing: .sample(resources: nil)),
    RunRecord(telling: [.sample(.waitingForJob(.noJob))]),
    RunRecord(telling: [
      .sample(.retrying(RequestFailure(.connection, "x"), attempt: 1, wait: .zero))
    ]),
  ]

  @Test(arguments: [false, true], [Duration.zero, .seconds(59), .seconds(360_000), .seconds(-1)])
  func fitsAnyWidth(isUnicode: Bool, elapsed: Duration) {
    let bar = LiveBar(style: ANSIStyle(isOn: true), isUnicode: isUnicode)
    for record in Self.records {
      for width in -1...200 {
        let text = bar.text(of: record, elapsed: elapsed, width: width).withoutColors
        #expect(text.unicodeScalars.count <= max(0, width), "\(width): \(text)")
        #expect(text.harm == nil)
      }
    }
  }

  @Test(arguments: [
    (0, "----------"), (9.9, "----------"), (10, "#---------"), (55, "#####-----"),
    (99.9, "#########-"), (100, "##########"),
  ])
  func isFullOnlyAtAHundred(percentage: Double, cells: String) {
    let record = RunRecord(seeing: .sample(percentage: percentage, resources: nil))
    let width = "[00:04.0] ".count + cells.count + 1 + percentage.percentText.count
    let bar = LiveBar(style: ANSIStyle(isOn: false), isUnicode: false)
    let text = bar.text(of: record, elapsed: .seconds(4), width: width)
    #expect(text == "[00:04.0] \(cells) \(percentage.percentText)")
  }

  @Test(arguments: [
    (0, "[00:04.2] waiting for an answer"), (1, "[00:04.2] 0 %, 1 of 1 resources"),
    (4, "[00:04.2] in progress"), (5, "[00:04.2] waiting for a fresh job"),
    (6, "[00:04.2] no good answer, trying again"),
  ])
  func saysWhatTheGateIsDoing(index: Int, text: String) {
    let bar = LiveBar(style: ANSIStyle(isOn: false), isUnicode: false)
    let wide = bar.text(of: Self.records[index], elapsed: .milliseconds(4_200), width: 120)
    #expect(wide.filter { $0 != "-" }.split(separator: " ").joined(separator: " ") == text)
  }
}

extension String {
  /// The text as it looks on a terminal: without Select Graphic Rendition.
  var withoutColors: String { replacing(/\u{1B}\[[0-9;]*m/, with: "") }
}
