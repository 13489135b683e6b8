package import GateKit

/// One token for the whole run, which cannot be renewed.
package struct StaticToken: TokenSource {
  package let origin: String
  private let secret: Secret

  /// - Parameters:
  ///   - text: the token, perhaps with white space around it.
  ///   - origin: where the text came from, as the subject of a sentence: `KORE_JWT`.
  /// - Throws: ``CredentialError`` when the text is no token.
  package init(_ text: String, origin: String) throws(CredentialError) {
    secret = try Secret(token: text, origin: origin)
    self.origin = origin
  }

  package func token() async throws(CredentialError) -> Secret { secret }

  package func renew() async throws(CredentialError) {}
}
