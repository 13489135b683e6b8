/// Lines for people, with TeamCity's progress messages, build problem and status text.
struct TeamCityRenderer: EventRenderer {
  /// The longest identity of a build problem, which is a Java identifier.
  private static let identityLimit = 60

  let text: any EventRenderer
  let isQuiet: Bool

  func lines(for event: Event, in record: RunRecord) -> [OutputLine] {
    messages(for: event.kind, in: record).map { OutputLine(.standardOutput, $0.line) }
      + text.lines(for: event, in: record)
  }

  private func messages(for kind: Event.Kind, in record: RunRecord) -> [TeamCityMessage] {
    switch kind {
    case .waitingForJob, .progressed, .retrying:
      guard !isQuiet else { return [] }
      let state = "\(record.bot.watchTitle): \(record.stateText)"
      return [
        TeamCityMessage("progressMessage", Sanitizer.oneLine(state, limit: UntrustedText.logLimit))
      ]
    case .ended(let verdict):
      return problem(verdict, of: record.bot) + [status(verdict, in: record)]
    case .started, .requested, .jobFound, .renewingToken, .heartbeat, .warning:
      return []
    }
  }

  private func problem(_ verdict: Verdict, of bot: BotReference) -> [TeamCityMessage] {
    guard verdict.outcome != .passed else { return [] }
    let description = Sanitizer.oneLine(
      "\(bot.watchTitle): \(verdict.message)", limit: Annotations.messageLimit)
    return [
      TeamCityMessage(
        "buildProblem",
        ["description": description, "identity": Self.identity(of: verdict.outcome, for: bot)])
    ]
  }

  /// The same from build to build, and apart for each bot of a build: TeamCity keeps one problem
  /// for each identity.
  private static func identity(of outcome: Outcome, for bot: BotReference) -> String {
    let text = "publish_gate_\(outcome.word)_\(bot.name)"
    let letters = text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return String(letters.prefix(identityLimit))
  }

  private func status(_ verdict: Verdict, in record: RunRecord) -> TeamCityMessage {
    let assessed = record.assessed
    let passed = assessed.count { $0.assessment.isPassed }
    let tally = assessed.isEmpty ? "" : ", \(passed) of \(assessed.count) resources passed"
    return TeamCityMessage(
      "buildStatus", ["text": "\(record.bot.watchTitle): \(verdict.outcome.name)\(tally)"])
  }
}
