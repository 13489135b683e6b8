import TestSupport

@testable import GateKit

/// How the tests render runs in a dialect.
struct CIRendering {
  let dialect: CIDialect
  var verbosity = Verbosity.normal
  var isColored = false
  var reportPath: String? = "out/TEST-publish.xml"

  var text: TextRenderer {
    TextRenderer(
      style: ANSIStyle(isOn: isColored), errorStyle: ANSIStyle(isOn: isColored),
      verbosity: verbosity,
      reportPath: reportPath)
  }

  var whole: any EventRenderer {
    dialect.renderer(
      around: text, verbosity: verbosity, reportPath: reportPath)
  }

  /// One line of a run, and whether it is the dialect's own.
  struct Line {
    let isOwn: Bool
    let line: OutputLine
  }

  /// The lines of an event, or nil when those for people are not all there, in their order.
  func lines(for event: Event, in record: RunRecord) -> [Line]? {
    var expected = text.lines(for: event, in: record)[...]
    let lines = whole.lines(for: event, in: record).map { line in
      guard line == expected.first else { return Line(isOwn: true, line: line) }
      expected.removeFirst()
      return Line(isOwn: false, line: line)
    }
    return expected.isEmpty ? lines : nil
  }

  func lines(
    for story: [Event], policy: ResourcePolicy = ResourcePolicy()
  ) -> [Line]? {
    var record = RunRecord(telling: [], policy: policy)
    var lines: [Line] = []
    for event in story {
      _ = record.apply(event)
      guard let more = self.lines(for: event, in: record) else { return nil }
      lines += more
    }
    return lines
  }

  /// The dialect's own lines as they are, with `…` for the lines for people between them.
  func outline(of scenario: CIScenario) async throws -> String? {
    let policy = try scenario.settings().resources
    let story = try await scenario.play().story
    guard let lines = lines(for: story, policy: policy) else { return nil }
    var shown: [String] = []
    for line in lines {
      let text = line.isOwn ? line.line.text : "…"
      if line.isOwn || shown.last != "…" { shown.append(text) }
    }
    return shown.joined(separator: "\n")
  }
}
