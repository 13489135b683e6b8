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

  /// Takes all digits that come next, or nothing when there are none, or more than any `Int` holds.
  mutating func takeDigits() -> Substring? {
    let digits = rest.prefix(while: \.isDigit)
    guard (1...18).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return Substring(digits)
  }

  /// Takes a number of exactly `count` digits, or nothing when more or fewer come next.
  mutating func takeNumber(digits count: Int) -> Int? {
    var next = self
    guard let digits = next.takeDigits(), digits.utf8.count == count else { return nil }
    self = next
    return Int(digits)
  }
}
