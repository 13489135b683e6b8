/// Lines for people, with Buildkite's collapsed group for the progress and an open one for the end.
///
/// Every other line begins with the elapsed time, so none of them opens a group.
/// Source: https://buildkite.com/docs/pipelines/configure/managing-log-output
package struct BuildkiteRenderer: EventRenderer {
  let text: any EventRenderer
  let isQuiet: Bool

  package func lines(for event: Event, in record: RunRecord) -> [OutputLine] {
    let lines = text.lines(for: event, in: record)
    let title = record.bot.watchTitle
    switch event.kind {
    case .started:
      return (isQuiet ? [] : [OutputLine(.standardOutput, "--- \(title)")]) + lines
    case .ended(let verdict):
      let heading = OutputLine(.standardOutput, "+++ \(title): \(verdict.outcome.name)")
      return (isQuiet ? [] : [heading]) + lines
    case .requested, .waitingForJob, .jobFound, .progressed, .retrying, .renewingToken,
      .heartbeat, .warning:
      return lines
    }
  }

  /// The `--style` of an annotation that shows the outcome.
  ///
  /// Source: https://buildkite.com/docs/agent/cli/reference/annotate
  package static func annotationStyle(for outcome: Outcome) -> String {
    switch outcome {
    case .passed: "success"
    case .timedOut, .superseded, .reportNotWritten: "warning"
    case .interrupted: "info"
    case .failed, .usage, .notFound, .unreachable, .internalError, .protocolError, .unauthorized:
      "error"
    }
  }
}
