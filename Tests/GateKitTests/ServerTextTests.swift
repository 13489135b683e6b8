import Testing

@testable import GateKit

@Suite struct ServerTextTests {
  @Test func interpolationIsSanitisedAndCut() {
    #expect("\(ServerText("a\u{1B}\n##[b"))" == "a\\u{1B} ## [b")
    let long = "\(ServerText(String(repeating: "x", count: 1_000)))"
    #expect(long == String(repeating: "x", count: ServerText.logLimit - 1) + "…")
  }

  @Test func keepsNoMoreThanAReportCanShow() {
    let text = ServerText(String(repeating: "か", count: 1_000_000))
    #expect(text.sanitized().unicodeScalars.count == ServerText.keptScalars)
  }

  @Test(arguments: [
    ("", true), ("  ", true), ("\r\n\t", true), ("\u{A0}\u{3000}", true),
    ("\u{200B}\u{2060}", true),
    // These become visible.
    ("\u{0}", false), ("\u{FEFF}", false), ("\u{85}", false), (" a ", false), ("日", false),
  ])
  func isBlankWhenNothingWouldBeSeen(text: String, isBlank: Bool) {
    #expect(ServerText(text).isBlank == isBlank)
  }

  @Test(
    arguments: [
      ("  Pay \n  Bill ", 240, "Pay Bill"), ("a\u{3000}b", 240, "a\u{3000}b"), ("\u{A0}", 240, nil),
      ("Pay Bill", 5, "Pay …"), (" ##  [x", 240, "## [x"),
    ] as [(String, Int, String?)])
  func wordsHaveOneSpaceBetweenThem(text: String, limit: Int, words: String?) {
    #expect(ServerText(text).words(limit: limit) == words)
  }

  @Test(arguments: [
    ("SETTINGS", "Settings"), ("dialog", "Dialog"), ("smallTalk", "SmallTalk"),
    ("KNOWLEDGE_GRAPH", "KnowledgeGraph"), ("bot-languages", "BotLanguages"), ("NL", "Nl"),
    ("a.b c/d", "ABCD"), ("x<y>&\"z", "XYZ"), ("日本語", ""), ("e\u{301}t\u{E9}s", "TS"), ("-_-", ""),
  ])
  func upperCamelCaseIsOfLettersAndDigits(text: String, expected: String) {
    #expect(ServerText(text).upperCamelCase == expected)
  }

  @Test func comparesOnlyWithOurOwnWords() {
    #expect(ServerText("st-1").equals("st-1"))
    #expect(!ServerText("ST-1").equals("st-1"))
    #expect(ServerText("You hit the RATE LIMIT").mentions("rate limit"))
    #expect(ServerText("In_Progress").word == Word("in progress"))
  }
}
