import Testing

@testable import GateKit

/// Of a text that goes on after what is kept of it, nobody knows what it says.
@Suite struct CutTextTests {
  @Test(arguments: ["a", "é", "😀", "e\u{301}"])
  func keepsSoManyScalars(_ character: String) {
    let scalars = character.unicodeScalars.count
    let whole = String(repeating: character, count: UntrustedText.keptScalars / scalars)
    #expect(!UntrustedText(whole).isCut)
    #expect(UntrustedText(whole).equals(whole))
    for tail in ["a", " ", "\u{301}", "\0"] {
      let text = UntrustedText(whole + tail)
      #expect(text.isCut)
      #expect(!text.equals(whole) && !text.equals(whole + tail))
      #expect(text != UntrustedText(whole))
      #expect(text.sanitized().unicodeScalars.count <= UntrustedText.keptScalars)
    }
  }

  @Test(arguments: ["successful", "failed", "in progress"])
  func isNoWord(_ word: String) {
    let kept = word + String(repeating: " ", count: UntrustedText.keptScalars - word.count)
    #expect(UntrustedText(kept).keyword == Keyword(word))
    for tail in ["not", " ", "_"] {
      let text = UntrustedText(kept + tail)
      #expect(text.keyword == nil)
      #expect(JobStatus(text) == .unknown(text))
      #expect(ResourceStatus(text) == .unknown(text))
      #expect(LiveState(text) == .other(text))
    }
  }

  @Test func staysCutWithoutItsSecrets() {
    let text = UntrustedText("secret" + String(repeating: " ", count: UntrustedText.keptScalars))
    let redacted = text.redacted { $0.replacing("secret", with: "successful") }
    #expect(redacted?.keyword == nil && redacted?.isCut == true)
  }

  /// ASCII has a way of its own.
  @Test func isTheSameWordInEverySpelling() {
    for spelling in ["INPROGRESS", "in_progress", "In-Progress", "_ in progress -", "inProgress"] {
      #expect(Keyword(spelling) == Keyword("inprogress"))
      #expect(Keyword(Substring(spelling)).letters == "inprogress")
      #expect(Keyword("É" + spelling) == Keyword("éinprogress"))
    }
    for scalar in 0..<0x80 {
      let text = String(Unicode.Scalar(UInt8(scalar)))
      let isDropped = ["_", "-", " "].contains(text)
      #expect(Keyword("a\(text)").letters == "a" + (isDropped ? "" : text.lowercased()))
    }
  }
}
