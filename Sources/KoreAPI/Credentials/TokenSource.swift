/// Where the tokens come from.
package protocol TokenSource: Sendable {
  /// The token for the next request.
  ///
  /// - Throws: ``CredentialError`` when there is none.
  func token() async throws(CredentialError) -> Secret

  /// Makes the source forget the token that the server refused, where it can get another one.
  ///
  /// - Throws: ``CredentialError`` when the attempt to get another one fails.
  func renew() async throws(CredentialError)
}
