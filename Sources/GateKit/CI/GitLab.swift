/// GitLab: a section round the progress, a dotenv report of the outputs, and the times of the job.
///
/// Sources: https://docs.gitlab.com/ci/variables/predefined_variables/,
/// https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections,
/// https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv
package struct GitLab: CISystem {
  let variable = "GITLAB_CI"
  let showsColors = true

  func lines(
    for event: Event, in record: RunRecord, isQuiet: Bool, reportPath _: String?
  ) -> [String] {
    guard !isQuiet else { return [] }
    switch event.kind {
    case .started:
      let title = Sanitizer.oneLine(record.bot.watchTitle)
      return [Self.marker("start", at: event.time, options: "[collapsed=false]", title: title)]
    case .ended:
      return record.history.hasStarted ? [Self.marker("end", at: event.time)] : []
    case .requested, .waitingForJob, .jobFound, .progressed, .retrying, .renewingToken,
      .heartbeat, .warning:
      return []
    }
  }

  /// The only lines of ours that hold a carriage return; the name is of letters, digits and `_`.
  private static func marker(
    _ side: String, at time: Timestamp, options: String = "", title: String = ""
  ) -> String {
    // EL (erase in line), ECMA-48 section 8.3.41.
    let erase = "\u{1B}[0K"
    let seconds = time.millisecondsSinceEpoch / 1_000
    return "\(erase)section_\(side):\(seconds):publish_gate_progress\(options)\r\(erase)\(title)"
  }
}

// MARK: The dotenv report

extension GitLab {
  /// Longer paths are left out, in UTF-8 bytes; all else is short, so the file stays below 5 KB.
  private static let valueLimit = 1_024

  /// The outputs of a run as a dotenv report: `PUBLISH_GATE_OUTCOME=failed`.
  ///
  /// GitLab takes at most 5 KB and 20 variables, no blank line and no comment, keys of letters,
  /// digits and `_`, and values without spaces.
  ///
  /// - Parameter reportPath: where the JUnit report is, or nil when there is none.
  package static func dotenv(of record: RunRecord, reportPath: String?) -> String {
    RunOutputs(of: record, reportPath: reportPath).all.map { output in
      let key = "PUBLISH_GATE_" + String(output.name.uppercased().map { $0 == "-" ? "_" : $0 })
      let isAccepted =
        output.value.utf8.count <= valueLimit && !output.value.contains(where: \.isWhitespace)
      return "\(key)=\(isAccepted ? output.value : "")\n"
    }.joined()
  }
}

// MARK: The times of the job

extension GitLab {
  private static let timeoutVariable = "CI_JOB_TIMEOUT"

  /// What is left to the job after the gate: enough to write a report and to upload it.
  private static let reserveLimit: Duration = .seconds(30)

  /// The deadline only ever comes sooner: GitLab kills the job then, and with it the report. None of
  /// the pipeline's jobs can have started a publish before it was created.
  func readTimes(
    of environment: [String: String], now: Timestamp, into settings: inout GateSettings
  ) {
    if let left = Self.waitLimit(environment: environment, now: now),
      left < settings.limits.total
    {
      settings.limits.total = left
      settings.limits.shortenedBy = Self.timeoutVariable
    }
    settings.freshness.pipelineCreated =
      environment["CI_PIPELINE_CREATED_AT"].flatMap { Timestamp(iso8601: $0) }
  }

  /// How long the gate may wait so that it ends before GitLab kills the job, never below a second,
  /// so that there is one answer; nil when the job's start or timeout is missing or malformed.
  ///
  /// - Parameter now: the runner's wall clock; a start in its future counts as now.
  static func waitLimit(environment: [String: String], now: Timestamp) -> Duration? {
    guard let started = environment["CI_JOB_STARTED_AT"].flatMap({ Timestamp(iso8601: $0) }),
      let timeout = environment[timeoutVariable].flatMap(seconds)
    else { return nil }
    let reserve = min(reserveLimit, timeout / 10)
    return max(.seconds(1), timeout - reserve - max(.zero, now - started))
  }

  private static func seconds(_ text: String) -> Duration? {
    guard (1...9).contains(text.utf8.count), let seconds = Int(digits: text), seconds > 0 else {
      return nil
    }
    return .seconds(seconds)
  }
}
