import GateKit

/// The message of an error, by which alone the API tells many errors apart.
struct ErrorMessage {
  let text: UntrustedText

  /// Whether the message speaks of a rate limit, in whole words: neither in `accurate limit` nor in the
  /// address of a page about limits.
  var speaksOfRateLimit: Bool {
    let bytes = Array(text.sanitized().lowercased().utf8)
    let joining = Set("abcdefghijklmnopqrstuvwxyz0123456789-_/#?&=".utf8)
    return bytes.indices.contains { index in
      guard bytes[index...].starts(with: "rate".utf8) else { return false }
      let rest = bytes[(index + 4)...]
      let isLimit = ["limit", " limit", "-limit", "_limit"].contains { rest.starts(with: $0.utf8) }
      return isLimit && (index == 0 || !joining.contains(bytes[index - 1]))
    }
  }

  var speaksOfScope: Bool { text.mentions("scope") }

  /// Whether the message says that the server does not know the bot, and nothing else.
  ///
  /// The API answers the id of an unknown bot by 400 and `Invalid StreamId`. Close relatives of that
  /// sentence count too, whatever their case, spaces and punctuation; a longer message that holds
  /// its words speaks of something else.
  var saysThatTheBotIsUnknown: Bool {
    // The limit is longer than any of the sentences; a cut message ends with `…`, as none of them does.
    let scalars = text.sanitized(limit: 100).lowercased().unicodeScalars
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
    if mentions(["scope", "permission denied"]) { return .missingScope }
    if text.mentions("replay") { return .replayedToken }
    return speaksOfTime ? .wrongTime : .badCredentials
  }

  /// Whether the token's times are wrong, in the words of the JWT libraries of Node, Java, Python, Go
  /// and .NET: `jwt expired`, `jwt not active`, `token used before issued`.
  private var speaksOfTime: Bool {
    let words = [
      "expired", "expiry", "expiration", "not active", "not yet", "not valid yet", "too early",
      "in the future", "before issued", "accepted before", "used before", "lifetime", "maxage",
      "clock",
    ]
    let claims = ["iat", "nbf", "exp"].flatMap { claim in
      // Not inside a word, such as `associated` or `unexpected`.
      [" \(claim) ", "'\(claim)'", "\"\(claim)\"", "(\(claim))", "`\(claim)`", "\(claim) claim"]
    }
    return mentions(words + claims)
  }

  private func mentions(_ words: [String]) -> Bool {
    words.contains { text.mentions($0) }
  }
}
