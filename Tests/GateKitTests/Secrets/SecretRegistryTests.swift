import Foundation
import TestSupport
import Testing

@testable import GateKit

@Suite struct SecretRegistryTests {
  private static let secret = #"p&ss<w>rd"+/\ 1234"#

  private func registry(_ secrets: String...) -> SecretRegistry {
    let registry = SecretRegistry()
    for secret in secrets { registry.register(Secret(secret)) }
    return registry
  }

  @Test(arguments: [
    secret,
    Data(secret.utf8).base64EncodedString(),
    "Basic \(Data(secret.utf8).base64EncodedString())==",
    #"{"echo":"p&ss<w>rd\"+/\\ 1234"}"#,
    "<a b=\"p&amp;ss&lt;w&gt;rd&quot;+/\\ 1234\"/>",
    "?q=p%26ss%3Cw%3Erd%22%2B%2F%5C%201234&r",
    "q=p%26ss%3Cw%3Erd%22%2B%2F%5C+1234",
  ])
  func findsASecretInEveryForm(text: String) {
    let redacted = registry(Self.secret).redacted(text)
    #expect(redacted.contains("***"))
    #expect(!redacted.contains("1234") && !redacted.contains("ss"))
  }

  @Test func findsBase64InTheAlphabetOfURLs() {
    let secret = "~~~???>>>~~~???"
    let base64 = Data(secret.utf8).base64EncodedString()
      .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    #expect(registry(secret).redacted("x \(base64) y") == "x *** y")
  }

  @Test func leavesOtherTextAlone() {
    let text = "no secret here: é, \u{1F600}, p&ss"
    #expect(registry(Self.secret).redacted(text) == text)
    #expect(registry().redacted(text) == text)
  }

  @Test func replacesTheLongerOfTwoThatBeginAlike() {
    let registry = registry("abcdefgh", "abcdefghijkl")
    #expect(registry.redacted("[abcdefghijkl][abcdefgh]") == "[***][***]")
  }

  @Test func secretsBesideEachOtherAreAllFound() {
    #expect(registry("abcdefgh").redacted("abcdefghabcdefghabc") == "******abc")
  }

  @Test func shortSecretsDoNotBlankOutOrdinaryWords() {
    #expect(registry("demo").redacted("the demo runs") == "the demo runs")
  }

  @Test func ofTokensThatAreUsedOnceTheLastFewAreKept() {
    let registry = registry("the-client-secret")
    func token(_ number: Int) -> String { String(format: "minted-no-%02d", number) }
    for number in 0..<50 { registry.register(Secret(token(number)), isUsedOnce: true) }
    #expect(registry.redacted("the-client-secret") == "***")
    #expect((42..<50).allSatisfy { registry.redacted(token($0)) == "***" })
    #expect((0..<42).allSatisfy { registry.redacted(token($0)) == token($0) })
  }

  @Test func aTokenThatLastsAfterAllIsKept() {
    let registry = SecretRegistry()
    registry.register(Secret("used-again"), isUsedOnce: true)
    registry.register(Secret("used-again"))
    for number in 0..<20 { registry.register(Secret("minted-\(number)"), isUsedOnce: true) }
    #expect(registry.redacted("used-again") == "***")
  }

  /// Each may be as long as a token may be.
  @Test func ofTokensThatAreRenewedAllAlongTheFirstAndTheLastAreKept() {
    let registry = registry("the-client-secret")
    func token(_ number: Int) -> String { String(repeating: "token\(number)-", count: 2_000) }
    for number in 0..<60 { registry.register(Secret(token(number))) }
    #expect(registry.redacted("the-client-secret") == "***")
    #expect(registry.redacted(token(59)) == "***")
    #expect(registry.redacted(token(20)) == token(20))
  }

  @Test func aSecretIsTakenOutBeforeALineIsCut() {
    let token = String(repeating: "eyJhbGciOiJIUzI1NiJ9", count: 40)
    let registry = registry(token)
    let failure = RequestFailure(
      .serverFault, "HTTP 500", serverMessage: UntrustedText("bad token \(token)"))
    let exchange = Exchange(
      method: "GET", path: "/", status: 500, duration: .zero, bytes: 0, serverTime: nil)
    let reply = Reply(.failure(failure), exchange).redacted(by: registry.foreignFilter)
    guard case .failure(let redacted) = reply.result else {
      Issue.record("the failure is gone")
      return
    }
    #expect(redacted.description == "HTTP 500: bad token ***")
  }

  @Test func aSecretDoesNotShowItself() {
    let secret = Secret("visible?")
    var dumped = ""
    dump(secret, to: &dumped)
    let shown = ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped]
    #expect(shown.allSatisfy { !$0.contains("visible") })
    #expect((secret as Any) is any Encodable == false)
  }
}
