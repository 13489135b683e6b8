import GateKit

/// What the text of an error gives away: the API tells many errors apart by nothing else.
struct ErrorMessage {
  private let message: UntrustedText

  init(_ message: UntrustedText) {
    self.message = message
  }

  /// Whether a limit of requests is spoken of, in words of their own: neither in `accurate limit` nor
  /// in the address of a page about limits.
  var speakOfRateLimit: Bool {
    let text = Array(message.sanitized().lowercased().utf8)
    let joining = Set("abcdefghijklmnopqrstuvwxyz0123456789-_/#?&=".utf8)
    return text.indices.contains { index in
      guard text[index...].starts(with: "rate".utf8) else { return false }
      let rest = text[(index + 4)...]
      let isLimit = ["limit", " limit", "-limit", "_limit"].contains { rest.starts(with: $0.utf8) }
      return isLimit && (index == 0 || !joining.contains(text[index - 1]))
    }
  }

  var speakOfScope: Bool { message.mentions("scope") }

  /// Whether the whole of it says that the server does not know the bot, as `Invalid StreamId` does,
  /// which is the API's own sentence. Case, spaces and punctuation do not matter, nor do the close
  /// relatives of the sentence; one that merely holds its words speaks of something else.
  ///
  /// Source: the API answers a wrong bot id by 400 and `Invalid StreamId`.
  var sayThatTheBotIsUnknown: Bool {
    // Longer than any of the sentences; what is cut ends with a character that none of them has.
    let scalars = message.sanitized(limit: 100).lowercased().unicodeScalars
    guard scalars.allSatisfy(\.isASCII) else { return false }
    let letters = scalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    return Self.sentencesOfUnknownBots.contains(String(String.UnicodeScalarView(letters)))
  }

  private static let sentencesOfUnknownBots = Set(
    ["stream", "streamid", "bot", "botid"].flatMap { bot in
      ["invalid\(bot)", "unknown\(bot)", "\(bot)notfound", "\(bot)doesnotexist"]
    })

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

  private func mention(_ words: [String]) -> Bool {
    words.contains { message.mentions($0) }
  }
}
