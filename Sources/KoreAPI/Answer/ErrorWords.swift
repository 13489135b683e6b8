import GateKit

/// What the text of an error gives away: the API tells many errors apart by nothing else.
struct ErrorWords {
  private let message: ServerText

  init(_ message: ServerText) {
    self.message = message
  }

  var speakOfRateLimit: Bool { mention(["rate limit", "rate-limit", "ratelimit"]) }

  var speakOfScope: Bool { message.mentions("scope") }

  /// Whether it is the bot that the server does not know: `Invalid StreamId`.
  var nameTheBot: Bool {
    mention(["streamid", "stream id", "botid", "bot id", "unknown bot", "invalid bot"])
      || mention(["stream", "bot "]) && mention(["invalid", "not found", "not exist", "unknown"])
  }

  /// Why the credentials were refused; an expired token and a missing scope have the same code.
  var refusal: RequestFailure.Refusal {
    if mention(["scope", "permission denied"]) { return .missingScope }
    if message.mentions("replay") { return .replayedToken }
    return speakOfTime ? .wrongTime : .badCredentials
  }

  /// Whether it is the token's time that is wrong, in the words of the JWT libraries of Node,
  /// Java, Python, Go and .NET: `jwt expired`, `jwt not active`, `token used before issued`.
  private var speakOfTime: Bool {
    let words = [
      "expired", "expiry", "expiration", "not active", "not yet", "not valid yet", "too early",
      "in the future", "before issued", "accepted before", "used before", "lifetime", "maxage",
      "clock",
    ]
    let claims = ["iat", "nbf", "exp"].flatMap { claim in
      // Not inside a word, such as `associated` or `unexpected`.
      [" \(claim) ", "'\(claim)'", "\"\(claim)\"", "(\(claim))", "`\(claim)`", "\(claim) claim"]
    }
    return mention(words + claims)
  }

  /// The kind of an error that came under a 2xx, or nil when nothing more can be said.
  var kindUnderSuccess: RequestFailure.Kind? {
    if speakOfRateLimit { return .rateLimited }
    return nameTheBot ? .unknownBot : nil
  }

  private func mention(_ words: [String]) -> Bool {
    words.contains { message.mentions($0) }
  }
}
