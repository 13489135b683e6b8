/// TeamCity: progress messages, and a build problem and the build's status at the end.
///
/// Sources: https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html,
/// https://www.jetbrains.com/help/teamcity/service-messages.html
struct TeamCity: CISystem {
  /// The longest identity of a build problem, which is a Java identifier.
  private static let identityLimit = 60

  let variable = "TEAMCITY_VERSION"

  func lines(
    for event: Event, in record: RunRecord, isQuiet: Bool, reportPath _: String?
  ) -> [String] {
    let title = record.bot.watchTitle
    switch event.kind {
    case .waitingForJob, .progressed, .retrying:
      guard !isQuiet else { return [] }
      let state = "\(title): \(record.stateText)"
      return [
        Self.message("progressMessage", Sanitizer.oneLine(state, limit: UntrustedText.logLimit))
      ]
    case .ended(let verdict):
      let tally = record.assessed.isEmpty ? "" : ", \(record.assessed.tally) passed"
      let status = "\(title): \(verdict.outcome.name)\(tally)"
      return problem(verdict, of: record.bot)
        + [Self.message("buildStatus", ["text": status])]
    case .started, .requested, .jobFound, .renewingToken, .heartbeat, .warning:
      return []
    }
  }

  private func problem(_ verdict: Verdict, of bot: BotReference) -> [String] {
    guard verdict.outcome != .passed else { return [] }
    let description = Sanitizer.oneLine(
      "\(bot.watchTitle): \(verdict.message)", limit: Annotations.messageLimit)
    let identity = Self.identity(of: verdict.outcome, for: bot)
    return [
      Self.message("buildProblem", ["description": description, "identity": identity])
    ]
  }

  /// The same from build to build, and apart for each bot of a build: TeamCity keeps one problem
  /// for each identity.
  private static func identity(of outcome: Outcome, for bot: BotReference) -> String {
    let text = "publish_gate_\(outcome.word)_\(bot.name)"
    let letters = text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return String(letters.prefix(identityLimit))
  }

  /// A service message: one whole line, with what it carries escaped.
  static func message(_ name: String, _ value: String) -> String {
    "##teamcity[\(name) \(quoted(value))]"
  }

  static func message(_ name: String, _ attributes: KeyValuePairs<String, String>) -> String {
    let list = attributes.map { "\($0)=\(quoted($1))" }.joined(separator: " ")
    return "##teamcity[\(name) \(list)]"
  }

  private static func quoted(_ text: String) -> String {
    "'\(CommandEscaping.teamCity.escaped(Sanitizer.oneLine(text)))'"
  }
}
