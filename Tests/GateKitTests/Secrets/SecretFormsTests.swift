import Foundation
import Testing

@testable import GateKit

/// The forms in which a token has been seen to come back, and what must not be taken for one.
@Suite struct SecretFormsTests {
  private static let header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
  private static let payload = "eyJzdWIiOiJnYXRlIiwiYXBwSWQiOiJjcy0xIiwianRpIjoiNWYzYSJ9"
  private static let signature = "Q2hhcm0-X3VuZGVyc2NvcmUtZGFzaA_kMjQ1Njc4OTAxMj"
  private static let token = "\(header).\(payload).\(signature)"
  private static let bytes = Data(token.utf8)

  private static func base64(behind lead: String) -> String {
    Data((lead + token + "!").utf8).base64EncodedString()
  }

  private static func hex(_ data: Data) -> String { written("%02x", data) }

  /// Each byte in a form of its own.
  private static func written(
    _ form: String, _ data: Data = bytes, between separator: String = ""
  ) -> String {
    data.map { String(format: form, $0) }.joined(separator: separator)
  }

  private static func broken(by separator: String, every count: Int) -> String {
    stride(from: 0, to: token.count, by: count).map { start in
      token.dropFirst(start).prefix(count)
    }.joined(separator: separator)
  }

  private static let forms: [String] = [
    token, payload, signature, token.lowercased(), token.uppercased(),
    String(token.dropFirst()), String(token.dropLast(9)), String(token.dropFirst(60)),
    "\(token.prefix(70)) and then \(token.dropFirst(70))",
    base64(behind: ""), base64(behind: "x"), base64(behind: "xy"), base64(behind: "").lowercased(),
    base64(behind: "xy").replacingOccurrences(of: "+", with: "-"),
    hex(bytes), hex(bytes).uppercased(), written("%02x", between: ":"),
    written("%%%02X"), written("%%%02x"), written("\\u%04x"), written("&#%d;"), written("&#x%x;"),
    written("\\x%02X"), written("\\u{%x}"), written("%%25%02X"),
    token.replacingOccurrences(of: ".", with: "%2E"),
    token.replacingOccurrences(of: ".", with: "%252e"),
    broken(by: "\n", every: 10), broken(by: "\r\n  ", every: 7), broken(by: " ", every: 1),
    broken(by: "\u{200B}", every: 5), broken(by: "\" + \"", every: 12),
    broken(by: "\\n", every: 9), broken(by: "\\\\n", every: 9),
    broken(by: "=\r\n", every: 11), base64(behind: "").chunked(by: "\n", every: 13),
    hex(bytes).chunked(by: " ", every: 2),
  ]

  @Test(arguments: forms)
  func aTokenIsFoundHoweverItComesBack(form: String) throws {
    let registry = SecretRegistry()
    registry.register(Secret(Self.token))
    let redacted = try #require(registry.foreignFilter("The token '\(form)' is bad"))
    #expect(redacted.hasPrefix("The token '") && redacted.hasSuffix("' is bad"))
    #expect(redacted.contains("***") && redacted.count < 50, "\(redacted)")
  }

  /// The signature's own bytes, of which somebody could make the token again.
  @Test func theBytesOfAPartAreFoundInHex() throws {
    let registry = SecretRegistry()
    registry.register(Secret(Self.token))
    let text =
      Self.signature.replacingOccurrences(of: "-", with: "+")
      .replacingOccurrences(of: "_", with: "/") + "=="
    let bytes = try #require(Data(base64Encoded: text))
    #expect(registry.redacted("sig \(Self.hex(bytes))") == "sig ***")
  }

  @Test(arguments: ["%", "%2", "%25", "\\", "\\\\", "\\u12", "&", "&amp;", "&#", "|", "ab", "%ab"])
  func whatLooksLikeAnEscapeBeforeASecretDoesNotHideIt(lead: String) {
    let registry = SecretRegistry()
    registry.register(Secret("abcdefgh"))
    #expect(registry.redacted("x \(lead)abcdefgh y").contains("***"))
    #expect(!registry.redacted("x \(lead)abcdefgh y").contains("cdefgh"))
  }

  @Test(arguments: [
    "abc%41def;", #"ab\nc\u0041d"#, "&amp;lt;&#65;", "x%25%2541y", "a|'b||c|n", "&amp;lt;|n%25",
    "%%%%%%%%%",
  ])
  func aSecretThatHoldsEscapesIsFoundRawAndEscaped(secret: String) {
    let registry = SecretRegistry()
    registry.register(Secret(secret))
    let percent = secret.utf8.map { String(format: "%%%02x", $0) }.joined()
    let json = secret.replacingOccurrences(of: "\\", with: "\\\\")
    let xml = secret.replacingOccurrences(of: "&", with: "&amp;")
    let gitHub = secret.replacingOccurrences(of: "%", with: "%25")
    let teamCity = secret.replacingOccurrences(of: "|", with: "||")
      .replacingOccurrences(of: "'", with: "|'")
    for form in [secret, percent, json, xml, gitHub, teamCity] {
      #expect(registry.redacted("[\(form)]") == "[***]", "\(form)")
    }
  }

  @Test(arguments: [
    "The support bot is not supported; ask the support team", "support/bot", "support bot-1",
    "st-supportbot", "upport-bot", "support-bo", "supp ort-bot", "The client secret is wrong",
    "https://support.bot/support_bot?q=Support%20Bot",
  ])
  func ordinaryWordsAreNotTakenForAShortSecret(text: String) {
    let registry = SecretRegistry()
    for secret in ["support-bot", "the-client-secret"] { registry.register(Secret(secret)) }
    #expect(registry.foreignFilter(text) == nil)
    #expect(registry.redacted(text) == text)
  }

  @Test func aShortSecretIsFoundWithinAName() {
    let registry = SecretRegistry()
    registry.register(Secret("support-bot"))
    #expect(registry.redacted("st-support-bot-1, Support-Bot") == "st-***-1, ***")
    #expect(registry.foreignFilter("c3VwcG9ydC1ib3Q=") == "***=")
  }

  @Test func aTextThatHoldsNoSecretIsLeftAsItIs() {
    let registry = SecretRegistry()
    #expect(registry.foreignFilter("anything") == nil)
    registry.register(Secret(Self.token))
    // Fifteen characters of it.
    let texts = [
      "anything", "", Self.signature.prefix(15).description, Self.header.reversed() + "",
    ]
    for text in texts { #expect(registry.foreignFilter(text) == nil) }
  }

  /// Words of the document itself, and text that only its tags keep apart.
  @Test(arguments: [
    "testcase", "classname=", "\" name=\"", "?xml version", "\"></testcase>", "testcase-classname",
  ])
  func theTagsOfADocumentStayAsTheyAre(secret: String) {
    let registry = SecretRegistry()
    registry.register(Secret(secret))
    let document = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testcase classname="TEXT" name="a"><failure message="a TEXT">TEXT</failure></testcase>
      """
    let escaped = secret.replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
    #expect(
      registry.redacted(document.replacingOccurrences(of: "TEXT", with: escaped))
        == document.replacingOccurrences(of: "TEXT", with: "***"))
  }

  /// In a log of JSON only what stands in one string can be a secret.
  @Test func aLineOfJSONStaysOne() {
    let registry = SecretRegistry()
    registry.register(Secret("abcdefghijklmnnameopqrstuvwxyz"))
    let line = #"{"x":"abcdefghijklmn","name":"opqrstuvwxyz"}"#
    #expect(registry.redacted(line) == line)
    #expect(registry.redacted(#"{"x":"abcdefghijklmnname"}"#) == #"{"x":"***"}"#)
  }

  @Test func secretsThatOverlapAreOneMask() {
    let registry = SecretRegistry()
    for secret in ["0123456789", "6789abcdefgh", "abcdefghXYZ"] {
      registry.register(Secret(secret))
    }
    #expect(registry.redacted("<0123456789abcdefghxyz>") == "<***>")
  }

  /// Each would be a search of its own at every place without the bound on places.
  @Test func aSecretThatRepeatsItselfIsFoundInATextThatDoes() {
    let registry = SecretRegistry()
    registry.register(Secret(String(repeating: "a", count: 4_000)))
    let text = String(repeating: "a", count: 10_000)
    #expect(!registry.redacted("[\(text)]").contains("aaaaaaaa"))
  }
}

extension String {
  fileprivate func chunked(by separator: String, every count: Int) -> String {
    stride(from: 0, to: self.count, by: count).map { String(dropFirst($0).prefix(count)) }
      .joined(separator: separator)
  }
}
