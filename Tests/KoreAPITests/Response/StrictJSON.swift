/// A second opinion on what JSON is and says, written as a recursive grammar that builds a tree,
/// rather than as a loop that checks and a walk that reads.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259
struct StrictJSON {
  private var rest: ArraySlice<UInt8>

  static func accepts(_ bytes: [UInt8]) -> Bool { tree(of: bytes) != nil }

  /// What the bytes say, or nil when they are no JSON.
  static func tree(of bytes: [UInt8]) -> JSONTree? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var json = StrictJSON(rest: bytes[(hasMark ? 3 : 0)...])
    guard let tree = json.value(), json.rest.isEmpty else { return nil }
    return tree
  }

  private mutating func value() -> JSONTree? {
    space()
    let tree = object() ?? array() ?? string().map { .text($0) } ?? constant() ?? number()
    space()
    return tree
  }

  private mutating func object() -> JSONTree? {
    container("{", "}") { json -> JSONTree.Member? in
      json.space()
      guard let name = json.string() else { return nil }
      json.space()
      guard json.word(":"), let value = json.value() else { return nil }
      return JSONTree.Member(name: name, value: value)
    }.map { .object($0) }
  }

  private mutating func array() -> JSONTree? {
    container("[", "]") { $0.value() }.map { .list($0) }
  }

  private mutating func container<Element>(
    _ opening: String, _ closing: String, element: (inout StrictJSON) -> Element?
  ) -> [Element]? {
    let start = rest
    guard word(opening) else { return nil }
    space()
    if word(closing) { return [] }
    var elements: [Element] = []
    repeat {
      guard let element = element(&self) else { return reset(start) }
      elements.append(element)
    } while word(",")
    return word(closing) ? elements : reset(start)
  }

  /// In UTF-16, as the escapes are written; the inner nil says that it is not Unicode.
  private mutating func string() -> JSONTree.Text? {
    let start = rest
    guard word("\"") else { return nil }
    var units: [UInt16] = []
    while let byte = rest.first {
      guard byte >= 0x20 else { return reset(start) }
      if word("\"") { return JSONTree.Text(units) }
      guard word("\\") else {
        let plain = rest.prefix { $0 >= 0x20 && !"\"\\".utf8.contains($0) }
        units += String(decoding: plain, as: UTF8.self).utf16
        rest = rest.dropFirst(plain.count)
        continue
      }
      guard let escape = rest.popFirst() else { return reset(start) }
      if escape == UInt8(ascii: "u") {
        let digits = rest.prefix(4)
        guard digits.count == 4, digits.allSatisfy(Self.isHex) else { return reset(start) }
        units.append(
          digits.reduce(0) { $0 << 4 | UInt16(Character(Unicode.Scalar($1)).hexDigitValue ?? 0) })
        rest = rest.dropFirst(4)
      } else {
        let meanings = ["\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}"]
          .merging(["n": "\n", "r": "\r", "t": "\t"]) { $1 }
        guard let meaning = meanings[String(Unicode.Scalar(escape))] else { return reset(start) }
        units += meaning.utf16
      }
    }
    return reset(start)
  }

  private mutating func constant() -> JSONTree? {
    if word("true") { return .boolean(true) }
    if word("false") { return .boolean(false) }
    return word("null") ? .null : nil
  }

  private mutating func number() -> JSONTree? {
    let start = rest
    _ = word("-")
    guard word("0") || digits() else { return reset(start) }
    if word("."), !digits() { return reset(start) }
    if word("e") || word("E") {
      _ = word("+") || word("-")
      guard digits() else { return reset(start) }
    }
    return .number(String(decoding: start[..<rest.startIndex], as: UTF8.self))
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

  private mutating func reset<Nothing>(_ start: ArraySlice<UInt8>) -> Nothing? {
    rest = start
    return nil
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    "0123456789abcdefABCDEF".utf8.contains(byte)
  }
}

/// A JSON document with all that it says, keys that come twice among it.
indirect enum JSONTree: Equatable {
  case object([Member])
  case list([JSONTree])
  case text(Text)
  /// As it is written.
  case number(String)
  case boolean(Bool)
  case null

  struct Member: Equatable {
    let name: Text
    let value: JSONTree
  }

  struct Text: Equatable {
    /// The scalars, since two strings may be equal that are not the same; nil when not Unicode.
    let scalars: [Unicode.Scalar]?

    init(_ units: [UInt16]) {
      scalars = String(validating: units, as: UTF16.self).map { Array($0.unicodeScalars) }
    }

    init(_ text: String?) {
      scalars = text.map { Array($0.unicodeScalars) }
    }

    var string: String? { scalars.map { String(String.UnicodeScalarView($0)) } }
  }

  var string: String? {
    if case .text(let text) = self { text.string } else { nil }
  }

  var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }
}
