/// What the later steps of a pipeline may want to know of a run: words and numbers that no shell,
/// log or file format acts on, and our own path.
struct RunOutputs: Equatable {
  struct Fact: Equatable {
    /// In words joined by `-`.
    let name: String
    /// Without line breaks and controls; empty when it is not known, or not fit to be handed on.
    let value: String
  }

  /// The longest job id that is handed on, in characters.
  private static let jobIDLimit = 128

  /// Always the same names in the same order.
  let all: [Fact]

  /// - Parameter reportPath: where the report is, or nil when there is none.
  init(of record: RunRecord, reportPath: String?) {
    let assessed = record.assessed
    let outcome = record.verdict?.outcome
    let seconds = (max(0, record.elapsed.milliseconds) + 500) / 1_000
    all = [
      Fact(name: "outcome", value: outcome?.word ?? "running"),
      Fact(name: "exit-code", value: outcome.map { "\($0.exitCode)" } ?? ""),
      Fact(name: "job-id", value: Self.plain(record.job?.id)),
      Fact(name: "passed", value: "\(assessed.count { $0.assessment.isPassed })"),
      Fact(name: "failed", value: "\(record.failing.count)"),
      Fact(name: "total", value: "\(assessed.count)"),
      Fact(name: "elapsed-seconds", value: "\(seconds)"),
      Fact(name: "report", value: reportPath.flatMap(Self.harmless) ?? ""),
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

extension Outcome {
  /// The outcome as one word: `timed-out`.
  var word: String { String(name.map { $0 == " " ? "-" : $0 }) }
}
