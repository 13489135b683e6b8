package import GateKit
import JWTKit

/// Mints a new token for every request, so that a tenant that forbids replay accepts each.
package actor TokenMinter: TokenSource {
  /// A tenant accepts at most one hour; five minutes leave room for a clock that is a little off.
  static let lifetime: Duration = .seconds(5 * 60)

  /// HS256 wants a key as long as its hash, in bytes.
  private static let shortestKey = 32

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

  package func token() async throws(CredentialError) -> Secret {
    let issued = now() + serverLead
    let claims = Claims(
      sub: subject, appId: app.id, iss: app.id, iat: issued.seconds,
      exp: (issued + Self.lifetime).seconds, jti: newID())
    do {
      let keys = await JWTKeyCollection().add(hmac: key, digestAlgorithm: .sha256)
      return Secret(try await keys.sign(claims))
    } catch {
      // The error is not shown: nobody can say what it quotes.
      throw .failed(origin: origin, reason: "does not sign a token")
    }
  }

  /// Every token is new in any case.
  package func renew() async throws(CredentialError) {}

  package func learn(serverTime: Timestamp, at runnerTime: Timestamp) async {
    serverLead = serverTime - runnerTime
  }

  /// The secret's characters as they are.
  ///
  /// JWTKit asserts that a key is long enough. A shorter one gets the zeros here that HMAC would
  /// append to it anyway.
  /// Source: https://www.rfc-editor.org/rfc/rfc2104#section-2
  private var key: HMACKey {
    let bytes = Array(app.secret.revealed().utf8)
    let padding = [UInt8](repeating: 0, count: max(0, Self.shortestKey - bytes.count))
    return HMACKey(from: bytes + padding)
  }

  private struct Claims: JWTPayload {
    let sub: String
    let appId: String
    let iss: String
    let iat: Int64
    let exp: Int64
    let jti: String

    /// The server verifies the token, not the gate.
    func verify(using _: some JWTAlgorithm) {}
  }
}

extension Timestamp {
  /// Whole seconds since 1970, the unit of a JWT's times.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc7519#section-2
  fileprivate var seconds: Int64 { millisecondsSinceEpoch / 1_000 }
}
