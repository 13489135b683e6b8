/// The outputs of a run for the later steps of a pipeline: the outcome and some figures, and the
/// path of the report.
///
/// But for that path, every value is of letters, digits, `-`, `_` and `.` alone, so that no shell,
/// log or file format acts on it.
struct RunOutputs: Equatable {
  struct Output: Equatable {
    /// In words joined by `-`.
    let name: String
    /// Without line breaks and controls; empty when it is not known, or not fit to be handed on.
    let value: String
  }

  /// The longest job id that is handed on, in characters.
  private static let jobIDLimit = 128

  /// Always the same names in the same order.
  let all: [Output]

  /// - Parameter reportPath: where the report is, or nil when there is none.
  init(of record: RunRecord, reportPath: String?) {
    let tally = record.assessed.tally
    let outcome = record.verdict?.outcome
    let seconds = (max(0, record.elapsed.milliseconds) + 500) / 1_000
    all = [
      Output(name: "outcome", value: outcome?.word ?? "running"),
      Output(name: "exit-code", value: outcome.map { "\($0.exitCode)" } ?? ""),
      Output(name: "job-id", value: Self.plain(record.job?.id)),
      Output(name: "passed", value: "\(tally.count)"),
      Output(name: "failed", value: "\(record.failing.count)"),
      Output(name: "total", value: "\(tally.total)"),
      Output(name: "elapsed-seconds", value: "\(seconds)"),
      Output(name: "report", value: reportPath.flatMap(Self.harmless) ?? ""),
    ]
  }

  /// The server's id, if it is made of letters, digits, `-`, `_` and `.` alone.
  private static func plain(_ id: UntrustedText?) -> String {
    guard let text = id?.sanitized(limit: jobIDLimit) else { return "" }
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
      default: false
      }
    }
    return isPlain ? text : ""
  }

  private static func harmless(_ path: String) -> String? {
    Sanitizer.oneLine(path) == path ? path : nil
  }
}
