/// A second opinion on what JSON is, written as a recursive grammar rather than as a loop.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259
struct StrictJSON {
  private var rest: ArraySlice<UInt8>

  static func accepts(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var json = StrictJSON(rest: bytes[(hasMark ? 3 : 0)...])
    return json.value() && json.rest.isEmpty
  }

  private mutating func value() -> Bool {
    space()
    let isValue =
      object() || array() || string() || word("true") || word("false") || word("null") || number()
    space()
    return isValue
  }

  private mutating func object() -> Bool {
    container("{", "}") { json in
      json.space()
      guard json.string() else { return false }
      json.space()
      return json.word(":") && json.value()
    }
  }

  private mutating func array() -> Bool {
    container("[", "]") { $0.value() }
  }

  private mutating func container(
    _ opening: String, _ closing: String, element: (inout StrictJSON) -> Bool
  ) -> Bool {
    let start = rest
    guard word(opening) else { return false }
    space()
    if word(closing) { return true }
    repeat {
      guard element(&self) else { return reset(start) }
    } while word(",")
    return word(closing) || reset(start)
  }

  private mutating func string() -> Bool {
    let start = rest
    guard word("\"") else { return false }
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return true }
      guard byte >= 0x20 else { return reset(start) }
      guard byte == UInt8(ascii: "\\") else { continue }
      guard let escape = rest.popFirst() else { return reset(start) }
      if escape == UInt8(ascii: "u") {
        let digits = rest.prefix(4)
        guard digits.count == 4, digits.allSatisfy(Self.isHex) else { return reset(start) }
        rest = rest.dropFirst(4)
      } else if !#""\/bfnrt"#.utf8.contains(escape) {
        return reset(start)
      }
    }
    return reset(start)
  }

  private mutating func number() -> Bool {
    let start = rest
    _ = word("-")
    guard word("0") || digits() else { return reset(start) }
    if word("."), !digits() { return reset(start) }
    if word("e") || word("E") {
      _ = word("+") || word("-")
      guard digits() else { return reset(start) }
    }
    return true
  }

  private mutating func digits() -> Bool {
    let count = rest.prefix { (0x30...0x39).contains($0) }.count
    rest = rest.dropFirst(count)
    return count > 0
  }

  private mutating func word(_ word: String) -> Bool {
    guard rest.starts(with: word.utf8) else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }

  private mutating func space() {
    rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  private mutating func reset(_ start: ArraySlice<UInt8>) -> Bool {
    rest = start
    return false
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    "0123456789abcdefABCDEF".utf8.contains(byte)
  }
}
