import TestSupport
import Testing

@testable import GateKit

@Suite struct UntrustedTextTests {
  @Test func interpolationIsSanitisedAndCut() {
    #expect("\(UntrustedText("a\u{1B}\n##[b"))" == "a\\u{1B} ## [b")
    let long = "\(UntrustedText(String(repeating: "x", count: 1_000)))"
    #expect(long == String(repeating: "x", count: UntrustedText.logLimit - 1) + "…")
  }

  @Test func keepsNoMoreThanAReportCanShow() {
    let text = UntrustedText(String(repeating: "か", count: 1_000_000))
    #expect(text.sanitized().unicodeScalars.count == UntrustedText.keptScalars)
  }

  @Test(arguments: [
    ("", true), ("  ", true), ("\r\n\t", true), ("\u{A0}\u{3000}", true),
    ("\u{200B}\u{2060}", true),
    // These become visible.
    ("\u{0}", false), ("\u{FEFF}", false), ("\u{85}", false), (" a ", false), ("日", false),
  ])
  func isBlankWhenNothingWouldBeSeen(text: String, isBlank: Bool) {
    #expect(UntrustedText(text).isBlank == isBlank)
  }

  @Test(
    arguments: [
      ("  Pay \n  Bill ", 240, "Pay Bill"), ("a\u{3000}b", 240, "a\u{3000}b"), ("\u{A0}", 240, nil),
      ("Pay Bill", 5, "Pay …"), (" ##  [x", 240, "## [x"),
    ] as [(String, Int, String?)])
  func wordsHaveOneSpaceBetweenThem(text: String, limit: Int, words: String?) {
    #expect(UntrustedText(text).words(limit: limit) == words)
  }

  @Test(arguments: [
    ("SETTINGS", "Settings"), ("dialog", "Dialog"), ("smallTalk", "SmallTalk"),
    ("KNOWLEDGE_GRAPH", "KnowledgeGraph"), ("bot-languages", "BotLanguages"), ("NL", "Nl"),
    ("a.b c/d", "ABCD"), ("x<y>&\"z", "XYZ"), ("日本語", ""), ("e\u{301}t\u{E9}s", "TS"), ("-_-", ""),
  ])
  func upperCamelCaseIsOfLettersAndDigits(text: String, expected: String) {
    #expect(UntrustedText(text).upperCamelCase == expected)
  }

  @Test func comparesOnlyWithOurOwnWords() {
    #expect(UntrustedText("st-1").equals("st-1"))
    #expect(!UntrustedText("ST-1").equals("st-1"))
    #expect(UntrustedText("You hit the RATE LIMIT").mentions("rate limit"))
    #expect(UntrustedText("In_Progress").keyword == Keyword("in progress"))
  }

  @Test func whatIsTakenOutIsNotShownButCounts() throws {
    let raw = UntrustedText("st-secret_1")
    let text = try #require(raw.redacted { _ in "st-***_1" })
    #expect("\(text)" == "st-***_1" && text.sanitized() == "st-***_1")
    #expect(text.words(limit: 240) == "st-***_1" && text.upperCamelCase == "St1")
    #expect(text == raw && Set([text, raw]).count == 1)
    #expect(text != UntrustedText("st-***_1") && text.equals("st-secret_1"))
    #expect(text.keyword == Keyword("stsecret1") && text.matches(Glob("*secret*")))
    // A name is copied from where it is shown, and the mask is a wildcard.
    #expect(text.matches(Glob("st-***_1")))
  }

  @Test func whatHoldsNothingToTakeOutIsNotMadeAgain() {
    #expect(UntrustedText("a").redacted { _ in nil } == nil)
  }

  @Test func noMirrorShowsTheRawText() throws {
    let text = try #require(UntrustedText("a secret\u{1B}").redacted { _ in "a ***" })
    let resource = Resource(id: text, type: text, name: text, status: .unknown(text), reason: text)
    var shown = "\(text)" + String(reflecting: text) + String(reflecting: [text: text])
    let exchange = Exchange(
      method: "GET", path: "/", status: 200, duration: .zero, bytes: 0, serverTime: nil)
    dump(text, to: &shown)
    dump(resource, to: &shown)
    dump(
      Reply(.failure(RequestFailure(.connection, "", serverMessage: text)), exchange), to: &shown)
    shown += "\(resource)" + String(reflecting: resource) + "\(Mirror(reflecting: text).children)"
    #expect(!shown.contains("secret") && !shown.contains("\u{1B}"))
    #expect(shown.contains("a ***"))
  }

  @Test func isOnlyWhatItIsLetterByLetter() {
    #expect(UntrustedText("st-K").equals("st-K"))
    // The sign for kelvin, which Unicode takes for a `K`.
    #expect(!UntrustedText("st-\u{212A}").equals("st-K"))
  }
}
