import GateKit
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct TokenMinterTests {
  private let start = Timestamp(millisecondsSinceEpoch: 1_700_000_000_999)

  /// The example of the specification.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc7515#appendix-A.1
  @Test func signsAsTheSpecificationDoes() throws {
    let key = try #require(
      Base64.decoded(
        ("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75"
          + "aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow").utf8))
    let token = TokenMinter.signed(
      header: "{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}",
      payload: "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}",
      key: key)
    #expect(
      token
        == "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
        + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
        + "Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
  }

  /// The token is from OpenSSL, by this script:
  ///
  ///     b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
  ///     claims='{"sub":"a \"b\" ☂","appId":"cs-1","iss":"cs-1","iat":1700000000,"exp":1700000300'
  ///     claims="$claims"',"jti":"id-1"}'
  ///     input=$(printf '{"alg":"HS256","typ":"JWT"}' | b64).$(printf %s "$claims" | b64)
  ///     key='ümläut ☂ with spaces'
  ///     printf %s "$input.$(printf %s "$input" | openssl dgst -sha256 -hmac "$key" -binary | b64)"
  @Test func mintsWhatAnotherToolSigns() async throws {
    let token = try await mint("ümläut ☂ with spaces", subject: #"a "b" ☂"#).token()
    #expect(
      token.revealed()
        == "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
        + ".eyJzdWIiOiJhIFwiYlwiIOKYgiIsImFwcElkIjoiY3MtMSIsImlzcyI6ImNzLTEiLCJpYXQiOjE3MDAwMDAwMD"
        + "AsImV4cCI6MTcwMDAwMDMwMCwianRpIjoiaWQtMSJ9.yEPa2kzk-xY2aqcyAGiK78SggqRW_ekJyg-g08F-_9s")
  }

  @Test func aKeyOfAnyLengthSignsAsHMACIsDefined() throws {
    var generator = SplitMix64(seed: 1)
    for length in 0...200 {
      let key = (0..<length).map { _ in UInt8.random(in: 1...255, using: &generator) }
      let payload = Self.text(using: &generator)
      let token = TokenMinter.signed(
        header: #"{"alg":"HS256","typ":"JWT"}"#, payload: payload, key: key)
      #expect(try TokenVerifier(key: key).payload(of: token).elementsEqual(payload.utf8))
      #expect(throws: TokenVerifier.Refusal.wrongSignature) {
        try TokenVerifier(key: key + [1]).payload(of: token)
      }
    }
  }

  @Test func aServerReadsWhatItClaims() async throws {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<500 {
      let secret = ".\(Self.text(using: &generator))."
      let subject = Self.text(using: &generator)
      let id = String(
        decoding: (0...20).map { _ in UInt8.random(in: 0x21...0x7E, using: &generator) },
        as: UTF8.self)
      let token = try await mint(secret, id: id, subject: subject).token()
      let claims = try TokenVerifier(key: secret.utf8).claims(of: token.revealed())
      #expect(claims.sub.utf8.elementsEqual(subject.utf8))
      #expect(claims.appId == id && claims.iss == id && claims.jti == "id-1")
      #expect(claims.iat == 1_700_000_000 && claims.exp == 1_700_000_300)
    }
  }

  @Test func mintsANewOneForEveryRequest() async throws {
    let tokens = try mint("secret")
    var ids: [String] = []
    for _ in 0..<3 { ids.append(try await claims(of: tokens).jti) }
    #expect(ids == ["id-1", "id-2", "id-3"])
  }

  @Test(arguments: [3_600, -3_600, 1, 0])
  func followsTheServersClock(aheadBy seconds: Int) async throws {
    let tokens = try mint("secret")
    let runnerTime = start + .seconds(40)
    await tokens.learn(serverTime: runnerTime + .seconds(seconds), at: runnerTime)
    let claims = try await claims(of: tokens)
    #expect(claims.iat == 1_700_000_000 + seconds)
    #expect(claims.exp == 1_700_000_300 + seconds)
  }

  @Test func believesTheLastAnswer() async throws {
    let tokens = try mint("secret")
    await tokens.learn(serverTime: start + .seconds(9_000), at: start)
    await tokens.learn(serverTime: start + .seconds(-60), at: start)
    #expect(try await claims(of: tokens).iat == 1_700_000_000 - 60)
  }

  @Test func showsNoSecret() throws {
    let tokens = try mint("hunter2")
    var shown = "\(tokens) \(String(reflecting: tokens))"
    dump(tokens, to: &shown)
    #expect(shown.contains("TokenMinter") && !shown.contains("hunter2"))
  }

  private func mint(
    _ secret: String, id: String = "cs-1", subject: String = "the gate"
  ) throws -> TokenMinter {
    let counter = Counter()
    return TokenMinter(
      app: try ClientCredentials(
        id: id, idOrigin: "ID", secret: secret, secretOrigin: "SECRET"),
      subject: subject, now: { [start] in start }, newID: { "id-\(counter.increment())" })
  }

  /// The claims of the next token that a minter makes with the secret `secret`.
  private func claims(of tokens: TokenMinter) async throws -> TokenVerifier.Claims {
    try TokenVerifier(key: "secret".utf8).claims(of: await tokens.token().revealed())
  }

  /// Up to fifty characters, half of them such that JSON or a log needs care with them.
  private static func text(using generator: inout SplitMix64) -> String {
    let special = Array(
      "\"\\/[#vtü☂👍🏽é\u{0}\u{1F}\u{7F}\u{2028}\u{202E}\u{FEFF}\u{FFFE}".unicodeScalars)
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...50, using: &generator) {
      let letter = Unicode.Scalar(UInt8.random(in: 0x20...0x7E, using: &generator))
      text.append(
        Bool.random(using: &generator) ? letter : special.randomElement(using: &generator) ?? letter
      )
    }
    return String(text)
  }
}
