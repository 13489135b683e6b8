/// The markers of a collapsible section; the only lines of ours that hold a carriage return.
///
/// Source: https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections
enum GitLabSection {
  /// Letters, digits and `_` only.
  private static let name = "publish_gate_progress"

  /// EL (erase in line), ECMA-48 section 8.3.41.
  private static let erase = "\u{1B}[0K"

  static func start(at time: Timestamp, title: String) -> OutputLine {
    marker("start", at: time, options: "[collapsed=false]", title: Sanitizer.oneLine(title))
  }

  static func end(at time: Timestamp) -> OutputLine {
    marker("end", at: time, options: "", title: "")
  }

  private static func marker(
    _ side: String, at time: Timestamp, options: String, title: String
  ) -> OutputLine {
    let seconds = time.millisecondsSinceEpoch / 1_000
    return OutputLine(
      .standardOutput, "\(erase)section_\(side):\(seconds):\(name)\(options)\r\(erase)\(title)")
  }
}
