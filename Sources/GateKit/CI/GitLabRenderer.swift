/// Lines for people, with a section of GitLab's round the progress.
struct GitLabRenderer: EventRenderer {
  let text: any EventRenderer
  let isQuiet: Bool

  func lines(for event: Event, in record: RunRecord) -> [OutputLine] {
    let lines = text.lines(for: event, in: record)
    switch event.kind {
    case .started:
      let start = GitLabSection.start(at: event.time, title: record.bot.watchTitle)
      return (isQuiet ? [] : [start]) + lines
    case .ended:
      let isOpen = record.history.hasStarted && !isQuiet
      return (isOpen ? [GitLabSection.end(at: event.time)] : []) + lines
    case .requested, .waitingForJob, .jobFound, .progressed, .retrying, .renewingToken,
      .heartbeat, .warning:
      return lines
    }
  }
}
