import TestSupport
import Testing

@testable import GateKit

@Suite struct SanitizerTests {
  @Test(arguments: [
    ("plain text", "plain text"),
    ("a\rb\nc\td", "a b c d"),
    ("a\r\nb", "a  b"),
    ("\u{0}\u{1B}[31m\u{7F}\u{9B}", "\\u{0}\\u{1B}[31m\\u{7F}\\u{9B}"),
    ("a\u{202E}b\u{2066}\u{200F}\u{61C}", "a\\u{202E}b\\u{2066}\\u{200F}\\u{61C}"),
    ("\u{FEFF}\u{2028}\u{2029}\u{85}", "\\u{FEFF}\\u{2028}\\u{2029}\\u{85}"),
    ("##[error]x", "## [error]x"),
    ("##vso[task", "## vso[task"),
    ("##TeamCity[x", "## TeamCity[x"),
    ("####[[[x", "#### [ [ [x"),
    ("[[ATTACHMENT|x]]", "[ [ATTACHMENT|x]]"),
    ("#[x] [y]", "#[x] [y]"),
    ("##\n[x", "## [x"),
    ("日本語 é 👩‍👧", "日本語 é 👩‍👧"),
  ])
  func makesTextHarmless(text: String, expected: String) {
    #expect(Sanitizer.oneLine(text) == expected)
  }

  @Test(arguments: Hostile.nonCharacters)
  func makesNonCharactersVisible(scalar: Unicode.Scalar) {
    let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
    #expect(Sanitizer.oneLine("x\(scalar)y") == "x\\u{\(hexadecimal)}y")
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
    ("abcdef", -1, ""), ("", 0, ""), ("日本語", 3, "日本語"), ("日本語", 2, "日…"),
    // What a character became is kept or dropped as a whole.
    ("ab\u{1B}cd", 9, "ab\\u{1B}…"), ("ab\u{1B}cd", 8, "ab…"), ("ab[[", 5, "ab[ ["),
    ("ab[[", 4, "ab[…"),
  ])
  func cutsAtTheLimit(text: String, limit: Int, expected: String) {
    #expect(Sanitizer.oneLine(text, limit: limit) == expected)
  }

  @Test(arguments: 0..<20)
  func holdsForRandomText(block: UInt64) {
    var generator = SplitMix64(seed: block)
    for _ in 0..<1_000 {
      let text = Self.randomText(using: &generator)
      let limit = Int.random(in: 0...60, using: &generator)
      #expect(Self.flaw(of: text, limit: limit) == nil, "\(text.debugDescription), \(limit)")
    }
  }

  /// What is wrong with the sanitised text, or nil when nothing is.
  private static func flaw(of text: String, limit: Int) -> String? {
    let whole = Sanitizer.oneLine(text)
    let cut = Sanitizer.oneLine(text, limit: limit)
    if let harm = whole.harm ?? cut.harm { return harm }
    if Sanitizer.oneLine(whole) != whole { return "it is changed the second time" }
    if Sanitizer.oneLine(cut, limit: limit) != cut { return "it is changed after the cut" }
    if cut.unicodeScalars.count > limit { return "it is too long" }
    if whole.unicodeScalars.count <= limit { return cut == whole ? nil : "it is cut in vain" }
    return limit == 0 || cut.hasSuffix("…") ? nil : "the cut is hidden"
  }

  /// Scalars of the whole range, mixed with what commands are made of.
  private static func randomText(using generator: inout SplitMix64) -> String {
    let pieces = [
      "#", "##", "[", "]", "vso", "VSO", "TeamCity", "teamcity", "\r\n", " ", "\\u{", "…",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: text += pieces.randomElement(using: &generator) ?? ""
      case 1: text.unicodeScalars.append(scalar(in: 0...0x2FF, using: &generator))
      case 2: text.unicodeScalars.append(scalar(in: 0x2000...0x2070, using: &generator))
      default: text.unicodeScalars.append(scalar(in: 0...0x10FFFF, using: &generator))
      }
    }
    return text
  }

  private static func scalar(
    in range: ClosedRange<UInt32>, using generator: inout SplitMix64
  ) -> Unicode.Scalar {
    let value = UInt32.random(in: range, using: &generator)
    // Every eighth is drawn from the end of a plane, where the non-characters are.
    let isLast = range.upperBound == 0x10FFFF && value % 8 == 0
    return Unicode.Scalar(isLast ? value | 0xFFFE : value) ?? "?"
  }
}
