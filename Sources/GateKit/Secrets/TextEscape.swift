/// A character that is written by its number or its name in a URL, in JSON and programs, in XML and
/// HTML, or in a command of Azure Pipelines' or TeamCity's.
///
/// What was escaped more than once, such as `%252B`, is one escape.
struct TextEscape {
  /// How many bytes of the text it takes up.
  let length: Int

  /// The character in UTF-8, or one byte of it; empty for one that has no width.
  let bytes: UnicodeBytes

  /// How many bytes at the end remain, behind the first one, when the outer escape alone is undone;
  /// nil when there is but one.
  let remainder: Int?

  /// Ways to escape, by the byte that begins an escape.
  struct Kinds: OptionSet {
    let rawValue: UInt8

    static let percent = Kinds(rawValue: 1)
    static let backslash = Kinds(rawValue: 2)
    static let reference = Kinds(rawValue: 4)
    static let bar = Kinds(rawValue: 8)
    static let all: Kinds = [.percent, .backslash, .reference, .bar]

    static func begun(by byte: UInt8) -> Kinds {
      switch byte {
      case UInt8(ascii: "%"): .percent
      case UInt8(ascii: "\\"): .backslash
      case UInt8(ascii: "&"): .reference
      case UInt8(ascii: "|"): .bar
      default: []
      }
    }
  }

  /// Nil when no escape of these kinds begins at this index.
  init?(in text: UnsafeBufferPointer<UInt8>, at index: Int, of kinds: Kinds) {
    guard !kinds.isDisjoint(with: .begun(by: text[index])) else { return nil }
    let text = Cursor(text: text, start: index)
    let escape: TextEscape? =
      switch text[0] {
      case UInt8(ascii: "%"): Self.percent(text)
      case UInt8(ascii: "\\"): Self.backslash(text)
      case UInt8(ascii: "&"): Self.reference(text)
      case UInt8(ascii: "|"): Self.bar(text)
      default: nil
      }
    guard let escape else { return nil }
    self = escape
  }

  private init(_ length: Int, _ bytes: UnicodeBytes, remainder: Int? = nil) {
    self.length = length
    self.bytes = bytes
    self.remainder = remainder
  }

  /// `%2B`, Azure Pipelines' `%AZP25`, and `%u002B` of old JavaScript.
  private static func percent(_ text: Cursor) -> TextEscape? {
    if text.has("AZP25", at: 1) { return TextEscape(6, UnicodeBytes(byte: UInt8(ascii: "%"))) }
    if text.has("u", at: 1), let value = text.hex(at: 2, digits: 4) {
      return TextEscape(6, UnicodeBytes(scalar: value))
    }
    var at = 1
    while text.has("25", at: at), text.hex(at: at + 2, digits: 2) != nil { at += 2 }
    return text.hex(at: at, digits: 2).map {
      TextEscape(
        at + 2, UnicodeBytes(byte: UInt8(truncatingIfNeeded: $0)), remainder: at > 1 ? at - 1 : nil)
    }
  }

  /// `\n`, `\u002B`, `\x2B`, the sanitiser's `\u{2B}`, and any punctuation after a backslash.
  private static func backslash(_ text: Cursor) -> TextEscape? {
    let at = text.has("\\", at: 1) ? 2 : 1
    if let (length, bytes) = letterEscape(text, at: at) {
      return TextEscape(at + length, bytes, remainder: at > 1 ? length : nil)
    }
    let next = text[1]
    let isPunctuation = (0x21...0x7E).contains(next) && !next.isLetterOrDigit
    // What follows may be an escape of its own.
    guard isPunctuation, next == text[0] || Kinds.begun(by: next).isEmpty else { return nil }
    return TextEscape(2, UnicodeBytes(byte: next))
  }

  private static func letterEscape(_ text: Cursor, at index: Int) -> (Int, UnicodeBytes)? {
    switch text[index] {
    case UInt8(ascii: "n"), UInt8(ascii: "r"): return (1, UnicodeBytes(byte: UInt8(ascii: "\n")))
    case UInt8(ascii: "t"): return (1, UnicodeBytes(byte: UInt8(ascii: "\t")))
    case UInt8(ascii: "x"):
      return text.hex(at: index + 1, digits: 2).map { (3, UnicodeBytes(scalar: $0)) }
    case UInt8(ascii: "u") where text[index + 1] == UInt8(ascii: "{"):
      guard let count = (1...6).first(where: { text[index + 2 + $0] == UInt8(ascii: "}") })
      else { return nil }
      return text.hex(at: index + 2, digits: count).map { (count + 3, UnicodeBytes(scalar: $0)) }
    case UInt8(ascii: "u"):
      return utf16(text, at: index + 1, escapedBy: index == 1 ? "\\u" : nil)
        .map { ($0.length + 1, $0.bytes) }
    default: return nil
    }
  }

  /// Four digits of a UTF-16 code unit, and, where that is the first half of a pair, the other half.
  ///
  /// - Parameter lead: what stands before the other half, or nil where pairs are left apart.
  private static func utf16(
    _ text: Cursor, at index: Int, escapedBy lead: StaticString?
  ) -> (length: Int, bytes: UnicodeBytes)? {
    guard let first = text.hex(at: index, digits: 4) else { return nil }
    let next = index + 4 + (lead?.utf8CodeUnitCount ?? 0)
    guard first & 0xFC00 == 0xD800, let lead, text.has(lead, at: index + 4),
      let second = text.hex(at: next, digits: 4), second & 0xFC00 == 0xDC00
    else { return (4, UnicodeBytes(scalar: first)) }
    let scalar = 0x1_0000 + (first & 0x3FF) << 10 + second & 0x3FF
    return (next + 4 - index, UnicodeBytes(scalar: scalar))
  }

  /// `&#43;`, `&#x2B;`, `&amp;`.
  private static func reference(_ text: Cursor) -> TextEscape? {
    var at = 1
    while text.has("amp;", at: at), character(text, at: at + 4) != nil { at += 4 }
    return character(text, at: at).map { length, bytes in
      TextEscape(at + length, bytes, remainder: at > 1 ? at + length - 5 : nil)
    }
  }

  private static func character(_ text: Cursor, at index: Int) -> (Int, UnicodeBytes)? {
    guard text[index] == UInt8(ascii: "#") else {
      return named.first { text.has($0.name, at: index) }
        .map { ($0.name.utf8CodeUnitCount, UnicodeBytes(byte: $0.byte)) }
    }
    let isHex = text[index + 1] | 0x20 == UInt8(ascii: "x")
    let start = index + (isHex ? 2 : 1)
    guard let count = (1...7).first(where: { text[start + $0] == UInt8(ascii: ";") })
    else { return nil }
    let value =
      isHex ? text.hex(at: start, digits: count) : text.decimal(at: start, digits: count)
    return value.map { (start - index + count + 1, UnicodeBytes(scalar: $0)) }
  }

  private static let named: [(name: StaticString, byte: UInt8)] = [
    ("amp;", UInt8(ascii: "&")), ("lt;", UInt8(ascii: "<")), ("gt;", UInt8(ascii: ">")),
    ("quot;", UInt8(ascii: "\"")), ("apos;", UInt8(ascii: "'")), ("nbsp;", UInt8(ascii: " ")),
  ]

  /// TeamCity's `|'`, `|n`, `|0x00E9`.
  private static func bar(_ text: Cursor) -> TextEscape? {
    switch text[1] {
    case UInt8(ascii: "'"), UInt8(ascii: "|"), UInt8(ascii: "["), UInt8(ascii: "]"):
      TextEscape(2, UnicodeBytes(byte: text[1]))
    case UInt8(ascii: "n"), UInt8(ascii: "r"):
      TextEscape(2, UnicodeBytes(byte: UInt8(ascii: "\n")))
    case UInt8(ascii: "0") where text.has("x", at: 2):
      utf16(text, at: 3, escapedBy: "|0x").map { TextEscape($0.length + 3, $0.bytes) }
    default: nil
    }
  }
}

/// At most four bytes.
struct UnicodeBytes {
  private let packed: UInt32
  let count: Int

  init(byte: UInt8) {
    packed = UInt32(byte)
    count = 1
  }

  /// The UTF-8 of a character; what is no character, or one without width, is no byte.
  init(scalar value: UInt32) {
    guard let scalar = Unicode.Scalar(value), !scalar.properties.isDefaultIgnorableCodePoint else {
      packed = 0
      count = 0
      return
    }
    var packed: UInt32 = 0
    var count = 0
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
      packed |= UInt32(byte) << UInt32(8 * count)
      count += 1
    }
    self.packed = packed
    self.count = count
  }

  subscript(index: Int) -> UInt8 { UInt8(truncatingIfNeeded: packed >> UInt32(8 * index)) }
}

/// Bytes from one place of a text on; beyond its end there are zeros.
private struct Cursor {
  let text: UnsafeBufferPointer<UInt8>
  let start: Int

  subscript(index: Int) -> UInt8 {
    start + index < text.count ? text[start + index] : 0
  }

  func has(_ name: StaticString, at index: Int) -> Bool {
    name.withUTF8Buffer { name in
      name.indices.allSatisfy { self[index + $0] == name[$0] }
    }
  }

  func hex(at index: Int, digits: Int) -> UInt32? {
    number(at: index, digits: digits, radix: 16)
  }

  func decimal(at index: Int, digits: Int) -> UInt32? {
    number(at: index, digits: digits, radix: 10)
  }

  /// At most seven digits, so that the number fits.
  private func number(at index: Int, digits: Int, radix: UInt32) -> UInt32? {
    var value: UInt32 = 0
    for offset in 0..<digits {
      let digit: UInt8 =
        switch self[index + offset] {
        case let byte where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
          byte - UInt8(ascii: "0")
        case let byte where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte.lowercase):
          byte.lowercase - UInt8(ascii: "a") + 10
        default: .max
        }
      guard digit < radix else { return nil }
      value = value * radix + UInt32(digit)
    }
    return value
  }
}
