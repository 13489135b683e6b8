import Testing

@testable import GateKit

@Suite struct ResourcePatternTests {
  @Test(arguments: [
    ("dialog:Pay Bill", "dialog", "Pay Bill", true),
    ("DIALOG:pay bill", "Dialog", "PAY BILL", true),
    ("dialog:*", "dialog", "anything", true),
    ("*:Pay*", "knowledge", "Pay Bill", true),
    ("*:*Bill", "dialog", "Pay Bill", true),
    ("*:P*y*l", "dialog", "Pay Bill", true),
    ("*:a*ab", "dialog", "aaab", true),
    ("*:**", "dialog", "x", true),
    ("dialog:a:b", "dialog", "a:b", true),
    // People copy names from where spaces cannot be counted.
    (" dialog : Pay  Bill ", "dialog", " Pay\r\n Bill", true),
    ("dialog:caf\u{E9}", "dialog", "cafe\u{301}", true),
    ("dialog:Pay", "dialog", "Pay Bill", false),
    ("dialog:ay Bill", "dialog", "Pay Bill", false),
    ("dialog:PayBill", "dialog", "Pay Bill", false),
    ("dialo:Pay Bill", "dialog", "Pay Bill", false),
    ("*:a*b*a", "dialog", "ab", false),
    ("dialog:?", "dialog", "x", false),
    ("dialog:.*", "dialog", "x", false),
  ])
  func matchesTypeAndName(pattern: String, type: String, name: String, isMatch: Bool) throws {
    let pattern = try ResourcePattern(parsing: pattern)
    #expect(pattern.matches(.sample(type, name)) == isMatch)
  }

  @Test func matchesTheIdToo() throws {
    let pattern = try ResourcePattern(parsing: "dialog:dg-1")
    #expect(pattern.matches(.sample("dialog", "Pay Bill", id: "dg-1")))
    #expect(pattern.matches(.sample("dialog", nil, id: "dg-1")))
    #expect(!pattern.matches(.sample("dialog", "Pay Bill", id: "dg-2")))
  }

  @Test func aResourceWithoutTypeNeedsAStar() throws {
    #expect(try ResourcePattern(parsing: "*:x").matches(.sample(nil, "x")))
    #expect(try !ResourcePattern(parsing: "dialog:x").matches(.sample(nil, "x")))
    #expect(try !ResourcePattern(parsing: "*:*").matches(.sample("dialog", nil)))
  }

  @Test(arguments: ["", ":", "dialog", "dialog:", ":x", "::x", " :x", "dialog: ", "\t:\n"])
  func refusesWhatNamesNothing(text: String) {
    #expect(throws: InvalidValue.self) { try ResourcePattern(parsing: text) }
  }

  /// Trying every way to share out the text among the stars would never end.
  @Test func manyStarsDoNotExplode() throws {
    let pattern = try ResourcePattern(parsing: "*:" + String(repeating: "*a", count: 30) + "b")
    #expect(!pattern.matches(.sample("dialog", String(repeating: "a", count: 5_000))))
  }
}
