import GateKit

/// Something about a flag, a variable or a file is wrong; nothing was asked of the server.
struct StartError: Error, Equatable {
  /// Full sentences: what is wrong, where it came from, and what is accepted.
  let sentence: String

  /// How the run ends for it.
  let outcome: Outcome

  init(_ sentence: String, outcome: Outcome = .usage) {
    self.sentence = sentence
    self.outcome = outcome
  }
}
