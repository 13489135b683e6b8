/// Lines for people, with GitHub's group round the progress and its annotations at the end.
struct GitHubRenderer: EventRenderer {
  let text: any EventRenderer
  let isQuiet: Bool

  func lines(for event: Event, in record: RunRecord) -> [OutputLine] {
    let lines = text.lines(for: event, in: record)
    switch event.kind {
    case .started:
      return (isQuiet ? [] : [.command(.group(record.bot.watchTitle))]) + lines
    case .ended(let verdict):
      let isGrouped = record.history.hasStarted && !isQuiet
      return (isGrouped ? [.command(.endGroup)] : []) + annotations(of: verdict, in: record)
        + lines
    case .requested, .waitingForJob, .jobFound, .progressed, .retrying, .renewingToken,
      .heartbeat, .warning:
      return lines
    }
  }

  private func annotations(of verdict: Verdict, in record: RunRecord) -> [OutputLine] {
    let annotations = Annotations(of: verdict, in: record)
    let title = record.bot.watchTitle
    return annotations.errors.map { .command(.error(title: title, $0)) }
      + annotations.warnings.map { .command(.warning(title: title, $0)) }
  }
}

extension OutputLine {
  fileprivate static func command(_ command: GitHubCommand) -> OutputLine {
    OutputLine(.standardOutput, command.line)
  }
}
