import GateKit
import KoreAPI

/// The files that tell of a run: report, summary, and the facts for later steps.
struct RunReports: Sendable {
  /// One file, made anew from the record each time.
  private struct Target: Sendable {
    let file: ReportFile
    let setting: Setting
    /// Whether it is written after each change, and not only at the start and at the end.
    let isKeptCurrent: Bool
    let text: @Sendable (GateRecord) -> String

    func failure(_ error: ReportFile.WriteError) -> Failure {
      let flag = setting.flag ?? ""
      let way = flag == Setting.junit.flag ? "--no-junit to do without a report" : "leave it out"
      return Failure(
        warning: .reportNotWritten(path: file.path, reason: error.reason),
        advice: "Choose another path with \(flag), or \(way).")
    }
  }

  private let targets: [Target]

  init(
    _ output: OutputSettings, environment: JUnitReport.Environment, secrets: SecretRegistry
  ) {
    let reportPath = output.reportPath
    func target(
      _ setting: Setting, _ path: String?, isKeptCurrent: Bool = false,
      text: @escaping @Sendable (GateRecord) -> String
    ) -> Target? {
      path.map {
        Target(
          file: ReportFile(path: $0, secrets: secrets), setting: setting,
          isKeptCurrent: isKeptCurrent, text: text)
      }
    }
    targets = [
      target(.junit, reportPath, isKeptCurrent: true) {
        JUnitReport(of: $0, environment: environment).xml
      },
      target(.summary, output.summary?.path) { record in
        switch output.summary?.format {
        case .html:
          HTMLSummary(of: record, environment: environment, reportPath: reportPath).text
        case .markdown, nil:
          MarkdownSummary(of: record, environment: environment, reportPath: reportPath).text
        }
      },
      target(.dotenv, output.dotenvPath) { DotenvReport(of: $0, reportPath: reportPath).text },
    ].compactMap(\.self)
  }

  enum Occasion {
    case start
    case change
    case end
  }

  /// A file that could not be written.
  struct Failure {
    let warning: Warning
    /// What would mend it, as full sentences.
    let advice: String
  }

  /// Writes what is due, and says which file could not be written, the first one of several.
  func write(_ record: GateRecord, at occasion: Occasion) -> Failure? {
    var failure: Failure?
    for target in targets where target.isKeptCurrent || occasion != .change {
      do {
        try target.file.write(target.text(record))
      } catch {
        failure = failure ?? target.failure(error)
      }
    }
    return failure
  }
}
