/// What one request brought.
package struct Reply: Equatable, Sendable {
  package let result: Result<StatusSnapshot, RequestFailure>
  package let exchange: Exchange

  package init(_ result: Result<StatusSnapshot, RequestFailure>, _ exchange: Exchange) {
    self.result = result
    self.exchange = exchange
  }
}

/// What a good answer shows.
package enum StatusSnapshot: Equatable, Sendable {
  case job(PublishJob)
  /// The bot was never published: 200 with `{}`, `[]`, `null` or nothing.
  case noJob
}

/// The facts about one request that are worth a line with `--verbose`.
package struct Exchange: Equatable, Sendable {
  package let method: String

  /// The path of the URL, without host and query.
  package let path: String

  /// The HTTP status, or nil when none was read.
  package let status: Int?

  /// How long the request took, its body included.
  package let duration: Duration

  /// How many bytes of body were read.
  package let bytes: Int

  /// The server's clock, from the `Date` header (whole seconds), or nil when there is none.
  package let serverTime: Timestamp?

  /// How long ago a cache got the answer from the server, from the `Age` header; zero without one.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc9111#section-5.1
  package let cacheAge: Duration

  /// Whether anything was asked of the server; not when there was no token to ask it with.
  package let wasSent: Bool

  package init(
    method: String, path: String, status: Int?, duration: Duration, bytes: Int,
    serverTime: Timestamp?, cacheAge: Duration = .zero, wasSent: Bool = true
  ) {
    self.method = method
    self.path = path
    self.status = status
    self.duration = duration
    self.bytes = bytes
    self.serverTime = serverTime
    self.cacheAge = cacheAge
    self.wasSent = wasSent
  }
}
