package import GateKit

/// Where the tokens come from.
package protocol TokenSource: Sendable {
  /// Where the tokens come from, as the subject of a sentence: `the token file 'jwt.txt'`.
  var origin: String { get }

  /// Whether each token is made for one request.
  var makesSingleUseTokens: Bool { get }

  /// The token for the next request.
  ///
  /// - Throws: ``CredentialError`` when there is none.
  func token() async throws(CredentialError) -> Secret

  /// Makes the source forget the token that the server refused, where it can get another one.
  ///
  /// - Throws: ``CredentialError`` when the attempt to get another one fails.
  func renew() async throws(CredentialError)

  /// Tells the source the server's clock, after every answer that shows it, errors included.
  ///
  /// - Parameter runnerTime: the runner's clock when the answer was there.
  func learn(serverTime: Timestamp, at runnerTime: Timestamp) async

  /// Ends at once whatever is under way to get a token: the gate is over.
  func cancel()
}

extension TokenSource {
  package var makesSingleUseTokens: Bool { false }

  package func learn(serverTime: Timestamp, at runnerTime: Timestamp) async {}

  package func cancel() {}
}
