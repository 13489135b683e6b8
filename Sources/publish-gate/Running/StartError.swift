import GateKit

/// Why a run does not start; nothing was asked of the server.
struct StartError: Error, Equatable {
  /// At least one full sentence: what is wrong, where it came from, and what is accepted.
  let sentences: [String]

  /// How the run ends for it.
  let outcome: Outcome

  init(_ sentence: String, outcome: Outcome = .usage) {
    sentences = [sentence]
    self.outcome = outcome
  }

  /// All mistakes of a run as one refusal, which is wrong usage unless they agree on another outcome.
  init(_ mistakes: [StartError]) {
    sentences = mistakes.flatMap(\.sentences)
    let outcomes = Set(mistakes.map(\.outcome))
    outcome = outcomes.count == 1 ? outcomes.first ?? .usage : .usage
  }

  /// All sentences as one text.
  var reason: String { sentences.joined(separator: " ") }
}
