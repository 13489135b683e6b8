import TestSupport

@testable import GateKit

/// All that a run tells, in every form.
struct Transcript {
  private static let reportPath = "test-results/TEST-publish.xml"
  private static let origin = ReportOrigin(
    hostname: "runner-7", server: "127.0.0.1:8080", gateVersion: "1.0.0")

  private let code: Int32
  private let story: [Event]
  private let empty: RunRecord
  private let record: RunRecord

  init(of run: VirtualRun, _ scenario: PlayedScenario) {
    code = run.verdict.outcome.exitCode
    story = run.story
    empty = RunRecord(
      bot: scenario.settings.bot, startedAt: VirtualRun.start, policy: scenario.settings.resources)
    record = story.reduce(into: empty) { _ = $0.apply($1) }
  }

  /// The log of a CI, lines of standard error marked with `err`.
  func log(_ dialect: CIDialect = .none, isColored: Bool = false) -> String {
    let style = ANSIStyle(isOn: isColored)
    return log(
      dialect.renderer(
        around: TextRenderer(
          style: style, errorStyle: style, verbosity: .normal, reportPath: Self.reportPath),
        verbosity: .normal, reportPath: Self.reportPath))
  }

  private func log(_ renderer: any EventRenderer) -> String {
    var record = empty
    var text = ""
    for event in story {
      _ = record.apply(event)
      for line in renderer.lines(for: event, in: record) {
        text += (line.stream == .standardOutput ? "" : "err ") + line.text + "\n"
      }
    }
    return text
  }

  private var json: String {
    log(
      JSONRenderer(
        errorStyle: ANSIStyle(isOn: false), verbosity: .normal, reportPath: Self.reportPath))
  }

  private var report: String { JUnitReport(of: record, origin: Self.origin).xml }

  private var summary: String {
    MarkdownSummary(of: record, origin: Self.origin, reportPath: Self.reportPath).text
  }

  private var outputs: String {
    RunOutputs(of: record, reportPath: Self.reportPath).all.map { "\($0.name)=\($0.value)" }
      .joined(separator: " ") + "\n"
  }

  /// - Parameter model: the run to which report and summary are compared, or nil to have all lines.
  func golden(like model: (name: String, transcript: Transcript)?) -> Golden {
    var golden = Golden()
    golden.add("exit code", "\(code)\n")
    golden.add(
      plainLog: log(), colored: log(isColored: true),
      dialects: CIDialect.allCases.filter { $0 != .none }.map { ($0.rawValue, log($0)) },
      outputs: outputs)
    golden.add("json", json)
    for (part, text) in [("report", \Self.report), ("summary", \Self.summary)] {
      if let model {
        golden.add(
          "\(part), from that of \(model.name)",
          LineChanges.text(from: model.transcript[keyPath: text], to: self[keyPath: text]))
      } else {
        golden.add(part, self[keyPath: text])
      }
    }
    return golden
  }
}
