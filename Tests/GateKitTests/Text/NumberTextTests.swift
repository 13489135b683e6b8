import Testing

@testable import GateKit

/// Numbers as people write them.
@Suite struct NumberTextTests {
  @Test(
    arguments: [
      ("15", 15), ("0", 0), ("007", 7), ("1.5", 1.5), ("-0.25", -0.25),
      ("253402300799.999", 2.53e11),
    ] as [(String, Double)])
  func readsDecimals(text: String, number: Double) throws {
    let read = try #require(Double(decimal: text))
    #expect(abs(read - number) <= abs(number) / 100)
  }

  @Test(
    arguments: [
      "", "-", ".", ".5", "5.", "-.5", "--1", "+1", "1e3", "0x2", "0x1p3", "nan", "inf", "infinity",
      "1_000", "1,5", " 1", "1 ", "1\n", "1.2.3", "١", "１", "1\u{301}", "1\u{0}",
      String(repeating: "9", count: 400),
    ])
  func refusesWhatIsNoDecimal(text: String) {
    #expect(Double(decimal: text) == nil)
    #expect(Double(decimal: "\(text)"[...]) == nil)
  }

  @Test(arguments: [("0", 0), ("80", 80), ("007", 7), ("65535", 65_535)])
  func readsDigits(text: String, number: Int) {
    #expect(Int(digits: text) == number)
  }

  @Test(arguments: [
    "", "+80", "-0", "-1", "80.0", "8e1", "0x50", " 80", "80 ", "8_0", "８０",
    "9223372036854775808",
  ])
  func refusesWhatIsNotDigits(text: String) {
    #expect(Int(digits: text) == nil)
  }
}
