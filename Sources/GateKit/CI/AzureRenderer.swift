/// Lines for people, with Azure Pipelines' progress, issues, summary, variables and result.
struct AzureRenderer: EventRenderer {
  let text: any EventRenderer
  let isQuiet: Bool
  let reportPath: String?

  func lines(for event: Event, in record: RunRecord) -> [OutputLine] {
    commands(for: event.kind, in: record).map { OutputLine(.standardOutput, $0.line) }
      + text.lines(for: event, in: record)
  }

  private func commands(for kind: Event.Kind, in record: RunRecord) -> [AzureCommand] {
    switch kind {
    case .progressed(let job, _):
      guard !isQuiet, let percentage = job.percentage else { return [] }
      // Rounded down, so that 100 means 100 %.
      return [AzureCommand("task.setprogress", ["value": "\(Int(percentage))"], "Publish")]
    case .ended(let verdict):
      return ending(verdict, in: record)
    case .started, .requested, .waitingForJob, .jobFound, .retrying, .renewingToken, .heartbeat,
      .warning:
      return []
    }
  }

  private func ending(_ verdict: Verdict, in record: RunRecord) -> [AzureCommand] {
    let annotations = Annotations(of: verdict, in: record)
    func issues(_ type: String, _ messages: [String]) -> [AzureCommand] {
      messages.map {
        AzureCommand("task.logissue", ["type": type], "\(record.bot.watchTitle): \($0)")
      }
    }
    let variables = RunOutputs(of: record, reportPath: reportPath).all.map { fact in
      let name = "publishGate" + Keyword.upperCamelCase(fact.name)
      return AzureCommand(
        "task.setvariable", ["variable": name, "isOutput": "true"], fact.value)
    }
    return issues("error", annotations.errors) + issues("warning", annotations.warnings)
      + variables + result(of: verdict, in: record)
  }

  /// A failure is what the exit code says already.
  private func result(of verdict: Verdict, in record: RunRecord) -> [AzureCommand] {
    guard verdict.outcome == .passed, !record.doubtful.isEmpty else { return [] }
    return [AzureCommand("task.complete", ["result": "SucceededWithIssues"], verdict.reason)]
  }
}

extension OutputLine {
  /// Makes Azure Pipelines show a Markdown file with the run; it must be there.
  package static func azureSummary(path: String) -> OutputLine {
    OutputLine(.standardOutput, AzureCommand("task.uploadsummary", [:], path).line)
  }
}
