/// One request for the publish status.
package struct StatusRequest: Equatable, Sendable {
  /// Counts from 1.
  package let number: Int

  /// How long the request may take, its body included.
  package let timeout: Duration

  /// Whether the token is to be read anew first, since the server refused the last one.
  package let renewsToken: Bool

  package init(number: Int, timeout: Duration, renewsToken: Bool) {
    self.number = number
    self.timeout = timeout
    self.renewsToken = renewsToken
  }
}

/// Where the answers come from.
package protocol StatusSource: Sendable {
  /// Asks once, without retries of its own; cancelling the task abandons the request at once.
  func reply(to request: StatusRequest) async -> Reply
}
