import Foundation
import Testing

@testable import GateKit

@Suite struct JSONTextTests {
  @Test(arguments: [
    (0, "0"), (-0.0001, "0"), (1, "1"), (-1.5, "-1.5"), (33.3333, "33.333"), (0.02, "0.02"),
    (0.0005, "0.001"), (99.9996, "100"), (-0.25, "-0.25"), (999_999_999_999, "999999999999"),
    (1e12, "null"), (.infinity, "null"), (.nan, "null"),
  ])
  func numbersHaveThreeDecimalsAtMost(number: Double, text: String) {
    #expect(JSONText.number(number).text == text)
  }

  @Test(arguments: [
    ("a\"b\\c/", #""a\"b\\c/""#), ("\n\t\u{0}", #""\u000a\u0009\u0000""#),
    ("\u{7F}\u{2028}\u{FEFF}\u{202E}", #""\u007f\u2028\ufeff\u202e""#),
    ("[[x", #""[\u005bx""#), ("##vso[x", "\"##\\u0076so[x\""), ("[a] #[", #""[a] #[""#),
    ("é日👩", #""é日👩""#),
  ])
  func stringsAreSafeInAnyLog(string: String, text: String) {
    #expect(JSONText.string(string).text == text)
  }

  @Test func everyStringIsReadBackAsItWas() throws {
    let strings = Hostile.texts + [Hostile.texts.joined()]
    let text = JSONText.array(strings.map { .string($0) }).text
    #expect(text.harm == nil)
    let read = try JSONDecoder().decode([String].self, from: Data(text.utf8))
    #expect(read.map { Array($0.unicodeScalars) } == strings.map { Array($0.unicodeScalars) })
  }

  @Test func objectsKeepTheirOrder() {
    let object = JSONText.object([
      ("b", .integer(-1)), ("a", .array([])), ("c", .null), ("d", .object([])),
    ])
    #expect(object.text == #"{"b":-1,"a":[],"c":null,"d":{}}"#)
  }
}
