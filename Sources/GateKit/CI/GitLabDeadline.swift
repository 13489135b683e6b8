/// What GitLab's variables say about the time that a job has.
///
/// Source: https://docs.gitlab.com/ci/variables/predefined_variables/
package enum GitLabDeadline {
  /// The variable that says how long the job may take.
  package static let timeoutVariable = "CI_JOB_TIMEOUT"

  /// What is left to the job after the gate: enough to write a report and to upload it.
  private static let reserveLimit: Duration = .seconds(30)

  /// How long the gate may wait so that it ends before GitLab kills the job, never below a second,
  /// so that there is one answer; nil when the job's start or timeout is missing or malformed.
  ///
  /// - Parameters:
  ///   - now: the runner's wall clock; a start in its future counts as now.
  ///   - parse: reads ISO 8601.
  package static func longestWait(
    environment: [String: String], now: Timestamp, parsing parse: (String) -> Timestamp?
  ) -> Duration? {
    guard let started = environment["CI_JOB_STARTED_AT"].flatMap(parse),
      let timeout = environment[timeoutVariable].flatMap(seconds)
    else { return nil }
    let reserve = min(reserveLimit, timeout / 10)
    return max(.seconds(1), timeout - reserve - max(.zero, now - started))
  }

  /// The pipeline's creation, before which none of its jobs can have started a publish; nil when it
  /// is missing or malformed.
  package static func pipelineCreated(
    environment: [String: String], parsing parse: (String) -> Timestamp?
  ) -> Timestamp? {
    environment["CI_PIPELINE_CREATED_AT"].flatMap(parse)
  }

  private static func seconds(_ text: String) -> Duration? {
    guard (1...9).contains(text.utf8.count), text.allSatisfy({ $0.isASCII && $0.isNumber }),
      let seconds = Int64(text), seconds > 0
    else { return nil }
    return .seconds(seconds)
  }
}
