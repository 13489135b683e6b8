/// Azure Pipelines: progress, issues, variables and the result of the task, and a summary.
///
/// Sources: https://learn.microsoft.com/azure/devops/pipelines/build/variables,
/// https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
struct Azure: CISystem {
  let variable = "TF_BUILD"

  func lines(
    for event: Event, in record: RunRecord, isQuiet: Bool, reportPath: String?
  ) -> [String] {
    switch event.kind {
    case .progressed(let job, _):
      guard !isQuiet, let percentage = job.percentage else { return [] }
      // Rounded down, so that 100 means 100 %.
      return [Self.command("task.setprogress", ["value": "\(Int(percentage))"], data: "Publish")]
    case .ended(let verdict):
      return ending(verdict, in: record, reportPath: reportPath)
    case .started, .requested, .waitingForJob, .jobFound, .retrying, .renewingToken, .heartbeat,
      .warning:
      return []
    }
  }

  private func ending(
    _ verdict: Verdict, in record: RunRecord, reportPath: String?
  ) -> [String] {
    func issues(_ type: String, _ messages: [String]) -> [String] {
      messages.map { message in
        Self.command(
          "task.logissue", ["type": type], data: "\(record.bot.watchTitle): \(message)")
      }
    }
    let annotations = Annotations(of: verdict, in: record)
    let variables = RunOutputs(of: record, reportPath: reportPath).all.map { output in
      let name = "publishGate" + Keyword.upperCamelCase(output.name)
      return Self.command(
        "task.setvariable", ["variable": name, "isOutput": "true"], data: output.value)
    }
    // A failure is what the exit code says already.
    let hasIssues = verdict.outcome == .passed && !record.doubtful.isEmpty
    let result = Self.command(
      "task.complete", ["result": "SucceededWithIssues"], data: verdict.reason)
    return issues("error", annotations.errors) + issues("warning", annotations.warnings)
      + variables + (hasIssues ? [result] : [])
  }

  /// Each bot of a step has a summary of its own. A summary that is announced and is not there fails
  /// the task.
  func files(
    for record: RunRecord, reportPath _: String?, environment: [String: String],
    summary: () -> String
  ) -> [CIFile] {
    guard let folder = environment.value("AGENT_TEMPDIRECTORY") else { return [] }
    let path = "\(folder)/publish-gate-summary-\(record.bot.name).md"
    let command = Self.command("task.uploadsummary", data: path)
    return [
      .write(summary(), path: path, announcement: OutputLine(.standardOutput, command))
    ]
  }

  /// A logging command: one whole line, with what it carries escaped.
  static func command(
    _ name: String, _ properties: KeyValuePairs<String, String> = [:], data: String
  ) -> String {
    func escaped(_ text: String) -> String {
      CommandEscaping.azure.escaped(Sanitizer.oneLine(text))
    }
    let list = properties.map { "\($0)=\(escaped($1));" }.joined()
    return "##vso[\(name)\(list.isEmpty ? "" : " " + list)]\(escaped(data))"
  }
}
