/// Why one request brought no usable answer.
package struct RequestFailure: Error, Equatable, Sendable {
  package let kind: Kind

  /// What happened, as a clause in our own words without a full stop: `connection refused`.
  package let summary: String

  /// What the server said about it, or nil when it said nothing readable.
  package let serverMessage: UntrustedText?

  /// How long the server asks to wait before the next request, or nil when it does not ask.
  package let retryAfter: Duration?

  package init(
    _ kind: Kind, _ summary: String, serverMessage: UntrustedText? = nil,
    retryAfter: Duration? = nil
  ) {
    self.kind = kind
    self.summary = summary
    self.serverMessage = serverMessage
    self.retryAfter = retryAfter
  }

  package enum Kind: Equatable, Sendable {
    /// No connection, or one that broke before the whole answer was read.
    case connection
    /// The answer was not complete within the request's timeout.
    case timedOut
    /// A 5xx, or a 408 or 425.
    case serverFault
    /// A 429, or an error under any code that speaks of a rate limit.
    case rateLimited
    /// A 2xx that is no publish status: no JSON, another shape, too large.
    case notAStatus
    /// A publish status whose overall word the API does not document.
    case unknownStatus
    /// The API does not answer here: a redirect, a 404, a 405, or a request that it refuses.
    case wrongEndpoint
    /// The server does not know the bot.
    case unknownBot
    /// A 401 or a 403; ``Refusal`` says why.
    case unauthorized(Refusal)
    /// TLS does not trust the server, or the proxy refuses the gate.
    case untrusted
  }

  /// Why the server refused the credentials.
  package enum Refusal: Equatable, Sendable {
    case badCredentials
    case missingScope
    case replayedToken
    /// The token has expired, is not valid yet, or is valid for too long.
    case wrongTime
    case forbidden
    /// The token was refused before, and its source gave no other one.
    case noToken
  }

  /// The failure in one clause, with the server's own words where there are some.
  package var description: String {
    guard let serverMessage, !serverMessage.isEmpty else { return summary }
    return "\(summary): \(serverMessage)"
  }
}

extension RequestFailure.Refusal {
  var advice: String {
    switch self {
    case .badCredentials:
      "Check that the token, or the client id and secret, are those of an app of this tenant, and"
        + " that a ready-made token has not expired: the server may not tell the two apart."
    case .missingScope:
      "Give the app the scope bot_publish:publish_status in the Admin Console (Security & Control,"
        + " API Scopes); apps made in the App Builder cannot have it."
    case .replayedToken:
      "The tenant accepts a token with a jti only once, and the gate asks more than once: let the"
        + " gate mint one for each request (KORE_CLIENT_ID and KORE_CLIENT_SECRET), or use a token"
        + " without jti."
    case .wrongTime:
      "A ready-made token must be made shortly before the gate runs, and with a jti expire within"
        + " one hour; --token-file and --token-command give a new one. If it was just made, the"
        + " clock of the machine that made it is wrong."
    case .forbidden:
      "Check that the app may see this bot, and that no firewall stands between."
    case .noToken:
      "The server refused the last token, and the gate asked for another one once."
    }
  }
}

extension PublishJob {
  /// Why the job says nothing about the bot being watched, or nil when it does.
  func unusability(for bot: BotReference) -> RequestFailure? {
    if let streamID, !streamID.equals(bot.id) {
      return RequestFailure(.notAStatus, "the answer is about another bot, \(streamID)")
    }
    guard let id, !id.isEmpty else {
      return RequestFailure(.notAStatus, "the answer has no job id (_id)")
    }
    switch status {
    case .unknown:
      return RequestFailure(.unknownStatus, "the publish's status is '\(status)'")
    case .inProgress, .successful, .failed:
      return nil
    }
  }
}
