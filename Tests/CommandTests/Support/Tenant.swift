import Foundation
import KoreSimulator
import NIOHTTP1
import Synchronization
import TestSupport

/// A tenant that checks tokens as Kore.ai does, by a clock of its own.
actor Tenant {
  /// Of the tokens that were accepted.
  private(set) var accepted: [TokenVerifier.Claims] = []
  private(set) var refusals: [String] = []
  /// Of every token that came.
  private(set) var tokens: [String] = []

  private let verifier: TokenVerifier
  private let clockAhead: Double
  private var usedIDs: Set<String> = []

  init(secret: String, clockAhead: Double = 0) {
    verifier = TokenVerifier(key: secret.utf8)
    self.clockAhead = clockAhead
  }

  /// Why the token of a request is refused, or nil when it is accepted.
  func refusal(of token: String?) -> Response? {
    guard let message = message(about: token ?? "") else { return nil }
    refusals.append(message)
    return .json(
      #"{"errors":[{"msg":"\#(message)","code":4002}]}"#, status: .unauthorized)
  }

  private func message(about token: String) -> String? {
    tokens.append(token)
    guard let claims = try? verifier.claims(of: token) else {
      return "Invalid SDK credentials"
    }
    let now = Int(Date().timeIntervalSince1970 + clockAhead)
    guard claims.exp > now else { return "jwt expired" }
    guard claims.iat <= now + 2 else { return "jwt not active" }
    guard claims.exp <= now + 3_600 else { return "Invalid JWT token" }
    guard usedIDs.insert(claims.jti).inserted else {
      return "error verifying the jwt: possibly a replay"
    }
    accepted.append(claims)
    return nil
  }
}
