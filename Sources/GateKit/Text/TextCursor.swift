/// Takes a text apart from its beginning, in ASCII.
struct TextCursor {
  private var rest: Substring.UTF8View

  init(_ text: some StringProtocol) {
    rest = Substring(text).utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// Takes one of the characters, or nothing when another one comes next.
  mutating func take(oneOf characters: String) -> Character? {
    guard let byte = rest.first, characters.utf8.contains(byte) else { return nil }
    rest.removeFirst()
    return Character(Unicode.Scalar(byte))
  }

  /// Takes all digits that come next, at least one and at most as many as an `Int` always holds.
  mutating func takeDigits() -> Substring? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...18).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return Substring(digits)
  }

  /// Takes a number of exactly so many digits, or nothing when there are more or fewer.
  mutating func takeNumber(digits count: Int) -> Int? {
    let before = self
    guard let digits = takeDigits(), digits.utf8.count == count else {
      self = before
      return nil
    }
    return Int(digits)
  }
}
