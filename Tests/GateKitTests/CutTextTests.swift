import Testing

@testable import GateKit

/// Of a text that goes on after what is kept of it, nobody knows what it says.
@Suite struct CutTextTests {
  @Test(arguments: ["a", "é", "😀", "e\u{301}"])
  func keepsSoManyScalars(_ character: String) {
    let scalars = character.unicodeScalars.count
    let whole = String(repeating: character, count: ServerText.keptScalars / scalars)
    #expect(!ServerText(whole).isCut)
    #expect(ServerText(whole).equals(whole))
    for tail in ["a", " ", "\u{301}", "\0"] {
      let text = ServerText(whole + tail)
      #expect(text.isCut)
      #expect(!text.equals(whole) && !text.equals(whole + tail))
      #expect(text != ServerText(whole))
      #expect(text.sanitized().unicodeScalars.count <= ServerText.keptScalars)
    }
  }

  @Test(arguments: ["successful", "failed", "in progress"])
  func isNoWord(_ word: String) {
    let kept = word + String(repeating: " ", count: ServerText.keptScalars - word.count)
    #expect(ServerText(kept).word == Word(word))
    for tail in ["not", " ", "_"] {
      let text = ServerText(kept + tail)
      #expect(text.word == nil)
      #expect(JobStatus(text) == .unknown(text))
      #expect(ResourceStatus(text) == .unknown(text))
      #expect(LiveState(text) == .other(text))
    }
  }

  @Test func staysCutWithoutItsSecrets() {
    let text = ServerText("secret" + String(repeating: " ", count: ServerText.keptScalars))
    let redacted = text.redacted { $0.replacing("secret", with: "successful") }
    #expect(redacted?.word == nil && redacted?.isCut == true)
  }

  /// ASCII has a way of its own.
  @Test func isTheSameWordInEverySpelling() {
    for spelling in ["INPROGRESS", "in_progress", "In-Progress", "_ in progress -", "inProgress"] {
      #expect(Word(spelling) == Word("inprogress"))
      #expect(Word(Substring(spelling)).letters == "inprogress")
      #expect(Word("É" + spelling) == Word("éinprogress"))
    }
    for scalar in 0..<0x80 {
      let text = String(Unicode.Scalar(UInt8(scalar)))
      let isDropped = ["_", "-", " "].contains(text)
      #expect(Word("a\(text)").letters == "a" + (isDropped ? "" : text.lowercased()))
    }
  }
}
