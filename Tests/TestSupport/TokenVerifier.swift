import Crypto
package import Foundation

/// Verifies tokens that are signed with HS256, with none of the client's code.
package struct TokenVerifier: Sendable {
  private let key: [UInt8]

  package init(key: some Sequence<UInt8>) {
    self.key = Array(key)
  }

  /// Why a token is refused.
  package enum Refusal: Error {
    /// It does not have three parts of base64url, or its header is not an object of JSON.
    case malformed
    /// It is signed by another algorithm or not at all, or has members that must be understood.
    case otherHeader
    case wrongSignature
  }

  /// What a minted token claims.
  package struct Claims: Decodable, Sendable {
    package let sub: String
    package let appId: String
    package let iss: String
    package let iat: Int
    package let exp: Int
    package let jti: String
  }

  package func claims(of token: String) throws -> Claims {
    try JSONDecoder().decode(Claims.self, from: try payload(of: token))
  }

  package func payload(of token: String) throws(Refusal) -> Data {
    let texts = token.split(separator: ".", omittingEmptySubsequences: false)
    let parts = texts.compactMap { Base64URL.decoded($0) }
    guard texts.count == 3, parts.count == 3,
      let header = try? JSONDecoder().decode(Header.self, from: parts[0])
    else { throw .malformed }
    guard header.alg == "HS256", header.typ == "JWT", header.crit == nil else {
      throw .otherHeader
    }
    guard parts[2].elementsEqual(signature(of: "\(texts[0]).\(texts[1])")) else {
      throw .wrongSignature
    }
    return parts[1]
  }

  private struct Header: Decodable {
    let alg: String?
    let typ: String?
    let crit: [String]?
  }

  /// HMAC by its definition.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc2104#section-2
  private func signature(of text: String) -> SHA256.Digest {
    let key = key.count > SHA256.blockByteCount ? Array(SHA256.hash(data: key)) : key
    let block = key + [UInt8](repeating: 0, count: SHA256.blockByteCount - key.count)
    let inner = SHA256.hash(data: block.map { $0 ^ 0x36 } + Array(text.utf8))
    return SHA256.hash(data: block.map { $0 ^ 0x5C } + Array(inner))
  }
}
