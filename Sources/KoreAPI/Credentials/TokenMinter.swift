import Crypto
package import GateKit

/// Mints a new token for every request, so that a tenant that forbids replay accepts each.
package actor TokenMinter: TokenSource {
  /// A tenant accepts at most one hour; five minutes leave room for a clock that is a little off.
  static let lifetime: Duration = .seconds(5 * 60)

  package nonisolated let origin = "KORE_CLIENT_SECRET"

  package nonisolated let makesSingleUseTokens = true

  private let app: ClientCredentials
  private let subject: String
  private let now: @Sendable () -> Timestamp
  private let newID: @Sendable () -> String

  /// How far the server's clock is ahead of the runner's, as far as is known.
  private var serverLead: Duration = .zero

  /// - Parameters:
  ///   - subject: the claim `sub`, by which the tenant's logs name the gate.
  ///   - now: the runner's clock on the wall.
  ///   - newID: makes the claim `jti`, a different one each time.
  package init(
    app: ClientCredentials, subject: String, now: @escaping @Sendable () -> Timestamp,
    newID: @escaping @Sendable () -> String
  ) {
    self.app = app
    self.subject = subject
    self.now = now
    self.newID = newID
  }

  package func token() -> Secret {
    let issued = now() + serverLead
    let claims = JSONText.object([
      ("sub", .string(subject)), ("appId", .string(app.id)), ("iss", .string(app.id)),
      ("iat", .integer(issued.seconds)), ("exp", .integer((issued + Self.lifetime).seconds)),
      ("jti", .string(newID())),
    ])
    // The key is the secret's characters as they are, not what they stand for in base64.
    return Secret(
      Self.signed(
        header: #"{"alg":"HS256","typ":"JWT"}"#, payload: claims.text,
        key: Array(app.secret.revealed().utf8)))
  }

  /// A token in the compact form, signed with HS256 by a key of any length.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
  static func signed(header: String, payload: String, key: [UInt8]) -> String {
    let input = [header, payload].map { Base64.urlText(of: Array($0.utf8)) }.joined(separator: ".")
    let signature = HMAC<SHA256>.authenticationCode(
      for: Array(input.utf8), using: SymmetricKey(data: key))
    return "\(input).\(Base64.urlText(of: Array(signature)))"
  }

  /// Every token is new in any case.
  package func renew() {}

  package func learn(serverTime: Timestamp, at runnerTime: Timestamp) async {
    serverLead = serverTime - runnerTime
  }
}

extension Timestamp {
  /// Whole seconds since 1970, the unit of a JWT's times.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc7519#section-2
  fileprivate var seconds: Int { Int(millisecondsSinceEpoch / 1_000) }
}
