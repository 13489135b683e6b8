/// Buildkite: a collapsed group for the progress, an open one for the end, and an annotation.
///
/// Sources: https://buildkite.com/docs/pipelines/configure/environment-variables,
/// https://buildkite.com/docs/pipelines/configure/managing-log-output,
/// https://buildkite.com/docs/agent/cli/reference/annotate
struct Buildkite: CISystem {
  let variable = "BUILDKITE"
  let showsColors = true

  /// Every other line begins with the elapsed time, so none of them opens a group.
  func lines(
    for event: Event, in record: RunRecord, isQuiet: Bool, reportPath _: String?
  ) -> [String] {
    guard !isQuiet else { return [] }
    switch event.kind {
    case .started:
      return ["--- \(record.bot.watchTitle)"]
    case .ended(let verdict):
      return ["+++ \(record.bot.watchTitle): \(verdict.outcome.name)"]
    case .requested, .waitingForJob, .jobFound, .progressed, .retrying, .renewingToken,
      .heartbeat, .warning:
      return []
    }
  }

  /// The agent that shows the summary; a gate that was interrupted has no time for it.
  func program(for record: RunRecord, summary: () -> String) -> CIProgram? {
    guard let outcome = record.verdict?.outcome else { return nil }
    if case .interrupted = outcome { return nil }
    let style =
      switch outcome.severity {
      case .good: "success"
      case .doubtful: "warning"
      case .bad: "error"
      }
    let context = "publish-gate-\(record.bot.name)"
    return CIProgram(
      name: "buildkite-agent",
      arguments: ["annotate", "--style", style, "--context", context], input: summary())
  }
}
