import GateKit
import JWTKit
import Synchronization
import Testing

@testable import KoreAPI

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct TokenMinterTests {
  @Test(arguments: [
    "PjVHcGRvbFZlaWdodHlCeXRlc09mU2VjcmV0TWF0ZXJpYWw=", "exactly-thirty-two-bytes-long-ok",
    "short", "ümläut ☂ with spaces", String(repeating: "long", count: 100),
  ])
  func mintsATokenThatTheSecretVerifies(_ secret: String) async throws {
    let token = try await mint(secret).token()
    let claims = try await keys(secret).verify(token.revealed(), as: Claims.self)
    #expect(
      claims
        == Claims(
          sub: "the gate", appId: "cs-1", iss: "cs-1", iat: 1_700_000_000, exp: 1_700_000_300,
          jti: "id-1"))
    let header = try JSONDecoder().decode(
      [String: String].self, from: try part(0, of: token))
    #expect(header == ["alg": "HS256", "typ": "JWT"])
    // A member that nobody asked for would not show in the struct.
    let members = try JSONDecoder().decode([String: Member].self, from: try part(1, of: token))
    #expect(Set(members.keys) == ["sub", "appId", "iss", "iat", "exp", "jti"])
    await #expect(throws: JWTError.self) {
      try await keys(secret + "x").verify(token.revealed(), as: Claims.self)
    }
  }

  /// The keys of these tests are padded as TokenMinter pads them, so a token that another
  /// implementation signed with the short key (Python's `hmac`) shows that this changes nothing.
  @Test func paddingAKeyChangesNoSignature() async throws {
    let foreign =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ4IiwiYXBwSWQiOiJjcy0xIiwiaXNzIjoiY3MtMSIsI"
      + "mlhdCI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMDAwMzAwLCJqdGkiOiJpZC0xIn0.f8o67KbSygLRWhqkXIEa377VdW5"
      + "YziXzYyPBvf3Uyac"
    #expect(try await keys("short").verify(foreign, as: Claims.self).sub == "x")
  }

  @Test func mintsANewOneForEveryRequest() async throws {
    let tokens = try mint("secret")
    var ids: [String] = []
    var texts: [String] = []
    for _ in 0..<3 {
      let token = try await tokens.token()
      texts.append(token.revealed())
      ids.append(try await keys("secret").verify(token.revealed(), as: Claims.self).jti)
    }
    #expect(ids == ["id-1", "id-2", "id-3"])
    #expect(Set(texts).count == 3)
  }

  @Test(arguments: [3_600, -3_600, 1, 0] as [Int64])
  func followsTheServersClock(aheadBy seconds: Int64) async throws {
    let tokens = try mint("secret")
    let runnerTime = start + .seconds(40)
    await tokens.learn(serverTime: runnerTime + .seconds(seconds), at: runnerTime)
    let token = try await tokens.token()
    let claims = try await keys("secret").verify(token.revealed(), as: Claims.self)
    #expect(claims.iat == 1_700_000_000 + seconds)
    #expect(claims.exp == 1_700_000_300 + seconds)
  }

  @Test func believesTheLastAnswer() async throws {
    let tokens = try mint("secret")
    await tokens.learn(serverTime: start + .seconds(9_000), at: start)
    await tokens.learn(serverTime: start + .seconds(-60), at: start)
    let token = try await tokens.token()
    let claims = try await keys("secret").verify(token.revealed(), as: Claims.self)
    #expect(claims.iat == 1_700_000_000 - 60)
  }

  @Test func escapesTheSubject() async throws {
    let subject = #"a "b" \ / ☂"#
    let token = try await mint("secret", subject: subject).token()
    #expect(try await keys("secret").verify(token.revealed(), as: Claims.self).sub == subject)
  }

  private let start = Timestamp(millisecondsSinceEpoch: 1_700_000_000_999)

  private func mint(_ secret: String, subject: String = "the gate") throws -> TokenMinter {
    let counter = Counter()
    return TokenMinter(
      app: try ClientCredentials(
        id: "cs-1", idOrigin: "ID", secret: secret, secretOrigin: "SECRET"),
      subject: subject, now: { [start] in start }, newID: { "id-\(counter.next())" })
  }

  private func keys(_ secret: String) async -> JWTKeyCollection {
    let bytes = Array(secret.utf8)
    let padding = [UInt8](repeating: 0, count: max(0, 32 - bytes.count))
    return await JWTKeyCollection().add(
      hmac: HMACKey(from: bytes + padding), digestAlgorithm: .sha256)
  }

  private func part(_ index: Int, of token: Secret) throws -> Data {
    let parts = token.revealed().split(separator: ".", omittingEmptySubsequences: false)
    let text = parts[index].replacing("-", with: "+").replacing("_", with: "/")
    let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
    return try #require(Data(base64Encoded: text + padding))
  }

  struct Claims: JWTPayload, Equatable {
    let sub: String
    let appId: String
    let iss: String
    let iat: Int64
    let exp: Int64
    let jti: String

    func verify(using _: some JWTAlgorithm) {}
  }

  /// A value of any type.
  private struct Member: Decodable {
    init(from _: any Decoder) {}
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
      count.withLock {
        $0 += 1
        return $0
      }
    }
  }
}
