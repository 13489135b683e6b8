import TestSupport
import Testing

/// The tests' own verifier refuses whatever a careful server refuses.
@Suite struct TokenVerifierTests {
  private let verifier = TokenVerifier(key: "key".utf8)

  private static let header = Base64URL.encoded(#"{"alg":"HS256","typ":"JWT"}"#.utf8)
  private static let payload = Base64URL.encoded(#"{"sub":"x"}"#.utf8)

  /// By `printf %s HEADER.PAYLOAD | openssl dgst -sha256 -hmac key -binary | openssl base64`, in the
  /// alphabet of URLs.
  private static let signature = "x8-bgmsMhBD8J70rvBzuZO0XjcWAVzrTFLJgLgsxMGA"

  @Test func acceptsASignedToken() throws {
    let token = "\(Self.header).\(Self.payload).\(Self.signature)"
    #expect(try verifier.payload(of: token).elementsEqual(#"{"sub":"x"}"#.utf8))
  }

  @Test(arguments: [
    "\(header).\(payload)", "\(header).\(payload).\(signature).",
    "\(header).\(payload).\(signature)=",
    "\(header).\(payload).\(signature)\n", "\(header).\(payload) .\(signature)",
    "\(header).\(payload)+.\(signature)", "\(header).\(payload)AA.\(signature)",
    "\(header).\(payload).\(signature.dropLast())B", ".\(payload).\(signature)", "..", "",
    "\(Base64URL.encoded("[]".utf8)).\(payload).\(signature)",
  ])
  func refusesATokenOfAnotherForm(_ token: String) {
    #expect(throws: TokenVerifier.Refusal.malformed) { try verifier.payload(of: token) }
  }

  @Test(arguments: [
    #"{"alg":"none","typ":"JWT"}"#, #"{"alg":"None","typ":"JWT"}"#, #"{"alg":"hs256","typ":"JWT"}"#,
    #"{"alg":"HS512","typ":"JWT"}"#, #"{"alg":null,"typ":"JWT"}"#, #"{"typ":"JWT"}"#,
    #"{"alg":"HS256"}"#, #"{"alg":"HS256","typ":"JWT","crit":["b64"]}"#,
  ])
  func refusesAnotherHeader(_ header: String) {
    let header = Base64URL.encoded(header.utf8)
    for signature in ["", Self.signature] {
      #expect(throws: TokenVerifier.Refusal.otherHeader) {
        try verifier.payload(of: "\(header).\(Self.payload).\(signature)")
      }
    }
  }

  @Test func refusesAWrongSignature() {
    let other = Base64URL.encoded(#"{"sub":"y"}"#.utf8)
    for token in [
      "\(Self.header).\(other).\(Self.signature)", "\(Self.header).\(Self.payload).",
      "\(Self.header).\(Self.payload).\(Self.signature.dropLast(3))",
      "\(Self.header).\(Self.payload).A\(Self.signature.dropFirst())",
    ] {
      #expect(throws: TokenVerifier.Refusal.wrongSignature) { try verifier.payload(of: token) }
    }
  }
}
