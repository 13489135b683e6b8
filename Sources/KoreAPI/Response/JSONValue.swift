import GateKit

/// A value in a document that obeys the grammar of ``JSONSyntax``: the place where it begins.
///
/// Nothing is read before it is asked for. Unlike a `Decoder`, it shows a key that comes twice.
struct JSONValue {
  private let bytes: JSONBytes

  /// The index of the value's first byte.
  private let start: Int

  /// The value that comes first at an index, after white space.
  fileprivate init(_ bytes: JSONBytes, after index: Int) {
    self.bytes = bytes
    self.start = bytes.endOfSpace(from: index)
  }

  /// - Parameter document: one that was checked.
  init(document: JSONBytes) {
    self.init(document, after: 0)
  }

  enum Kind {
    case object
    case list
    case text
    case number
    case boolean
    case null
  }

  var kind: Kind {
    switch bytes[start] {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .list
    case UInt8(ascii: "\""): .text
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
    case UInt8(ascii: "n"): .null
    default: .number
    }
  }

  /// The members of an object in their order, or none when the value is no object.
  var members: JSONMembers { JSONMembers(of: bytes, at: start) }

  /// The elements of a list in their order, or none when the value is no list.
  var elements: JSONElements { JSONElements(of: bytes, at: start) }

  /// The value as it is written, or the beginning of one that is long.
  var source: String {
    String(decoding: bytes[start..<min(end, start + Self.readBytes)], as: UTF8.self)
  }

  /// The index of the first byte after the value.
  fileprivate var end: Int {
    switch kind {
    case .object, .list: endOfContainer
    case .text: bytes.endOfString(from: start)
    case .number, .boolean, .null: bytes.endOfScalar(from: start)
    }
  }

  private var endOfContainer: Int {
    var index = start
    var depth = 0
    repeat {
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        index += 1
      case UInt8(ascii: "\""): index = bytes.endOfString(from: index)
      case 0: return index
      default: index += 1
      }
    } while depth > 0
    return index
  }
}

extension JSONValue {
  /// Enough bytes for one scalar more than a ``UntrustedText`` keeps, so that it knows it was cut.
  private static let readBytes = 4 * (UntrustedText.keptScalars + 1)

  /// A number or a time that is written with more bytes than this is none that anybody means.
  private static let longestNumber = 1_024

  /// The characters of a text, or nil when the value is no text, or not Unicode (`"\ud800"`).
  ///
  /// Of a text that is longer than a ``UntrustedText`` keeps, only the beginning is read.
  var text: String? {
    guard kind == .text else { return nil }
    let end = bytes.endOfPlainText(from: start + 1)
    guard bytes[end] == UInt8(ascii: "\\") else { return plainText(to: end) }
    var characters: [UInt8] = []
    var index = start + 1
    while characters.count < Self.readBytes {
      let end = bytes.endOfPlainText(from: index)
      characters += bytes[index..<min(end, index + Self.readBytes)]
      guard bytes[end] == UInt8(ascii: "\\") else { break }
      guard let escaped = bytes.scalar(escapedAt: end) else { return nil }
      characters += UTF8.encode(escaped.scalar) ?? UTF8.encodedReplacementCharacter
      index = escaped.end
    }
    return String(decoding: characters, as: UTF8.self)
  }

  private func plainText(to end: Int) -> String {
    let start = start + 1
    return String(decoding: bytes[start..<min(end, start + Self.readBytes)], as: UTF8.self)
  }

  /// Which of some texts a text is, scalar for scalar, or nil when it is none of them.
  ///
  /// - Throws: ``NotUnicode`` when nobody can say what it is.
  func index(in texts: [String]) throws(NotUnicode) -> Int? {
    let end = bytes.endOfPlainText(from: start + 1)
    guard bytes[end] == UInt8(ascii: "\\") else {
      let characters = bytes[start + 1..<end]
      return texts.firstIndex {
        $0.utf8.count == characters.count && $0.utf8.elementsEqual(characters)
      }
    }
    guard let text else { throw NotUnicode() }
    return texts.firstIndex { $0.utf8.elementsEqual(text.utf8) }
  }

  /// Says that a text holds half a surrogate pair.
  struct NotUnicode: Error {}

  /// The number, or the one that a text writes in plain decimals, or nil for any other value.
  var number: Double? {
    switch kind {
    case .text: shortText.flatMap { Double(decimal: $0) }
    case .number: literal.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    case .object, .list, .boolean, .null: nil
    }
  }

  /// The number when it is written as a whole one and fits, or nil.
  var integer: Int64? { kind == .number ? literal.flatMap { Int64($0) } : nil }

  /// The text, or nil when it is no text, not Unicode, or too long for a number or a time.
  var shortText: String? { isShort ? text : nil }

  private var literal: String? { isShort ? source : nil }

  private var isShort: Bool { end - start <= Self.longestNumber }
}

/// The members of an object, read one after the other.
struct JSONMembers: Sequence, IteratorProtocol {
  private let bytes: JSONBytes

  /// The index after the opening brace, or after the member before.
  private var index: Int

  fileprivate init(of bytes: JSONBytes, at start: Int) {
    self.bytes = bytes
    index = bytes[start] == UInt8(ascii: "{") ? start + 1 : bytes.count
  }

  mutating func next() -> (name: JSONValue, value: JSONValue)? {
    let name = JSONValue(bytes, after: bytes.endOfSpace(from: index, and: UInt8(ascii: ",")))
    guard name.kind == .text else {
      index = bytes.count
      return nil
    }
    let value = JSONValue(
      bytes, after: bytes.endOfSpace(from: name.end, and: UInt8(ascii: ":")))
    index = value.end
    return (name, value)
  }
}

/// The elements of a list, read one after the other.
struct JSONElements: Sequence, IteratorProtocol {
  private let bytes: JSONBytes

  /// The index after the opening bracket, or after the element before.
  private var index: Int

  fileprivate init(of bytes: JSONBytes, at start: Int) {
    self.bytes = bytes
    index = bytes[start] == UInt8(ascii: "[") ? start + 1 : bytes.count
  }

  mutating func next() -> JSONValue? {
    let start = bytes.endOfSpace(from: index, and: UInt8(ascii: ","))
    guard bytes[start] != UInt8(ascii: "]"), bytes[start] != 0 else {
      index = bytes.count
      return nil
    }
    let element = JSONValue(bytes, after: start)
    index = element.end
    return element
  }
}

/// Steps over a document that obeys the grammar.
extension JSONBytes {
  fileprivate func endOfSpace(from start: Int, and separator: UInt8 = 0x20) -> Int {
    var index = start
    while true {
      switch self[index] {
      case 0x20, 0x0A, 0x0D, 0x09, separator: index += 1
      default: return index
      }
    }
  }

  /// - Parameter start: the index of the opening quotation mark.
  /// - Returns: the index after the closing one.
  fileprivate func endOfString(from start: Int) -> Int {
    var index = endOfPlainText(from: start + 1)
    while self[index] == UInt8(ascii: "\\") { index = endOfPlainText(from: index + 2) }
    return min(index + 1, count)
  }

  /// - Parameter start: the index of the first byte, which is never looked at.
  fileprivate func endOfScalar(from start: Int) -> Int {
    var index = start + 1
    while true {
      switch self[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"):
        index += 1
      default: return index
      }
    }
  }

  /// What a backslash and the characters after it stand for, or nil for half a surrogate pair.
  fileprivate func scalar(escapedAt index: Int) -> (scalar: Unicode.Scalar, end: Int)? {
    switch self[index + 1] {
    case UInt8(ascii: "u"): scalar(withUnitsAt: index)
    case UInt8(ascii: "b"): ("\u{8}", index + 2)
    case UInt8(ascii: "f"): ("\u{C}", index + 2)
    case UInt8(ascii: "n"): ("\n", index + 2)
    case UInt8(ascii: "r"): ("\r", index + 2)
    case UInt8(ascii: "t"): ("\t", index + 2)
    case let itself: (Unicode.Scalar(itself), index + 2)
    }
  }

  /// The scalar of one unit of UTF-16, or of two that are a pair.
  private func scalar(withUnitsAt index: Int) -> (scalar: Unicode.Scalar, end: Int)? {
    guard let first = unit(escapedAt: index) else { return nil }
    if let scalar = Unicode.Scalar(first) { return (scalar, index + 6) }
    guard UTF16.isLeadSurrogate(first), let second = unit(escapedAt: index + 6),
      UTF16.isTrailSurrogate(second)
    else { return nil }
    let pair = (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00) + 0x1_0000
    return Unicode.Scalar(pair).map { ($0, index + 12) }
  }

  /// The unit of UTF-16 that `\uXXXX` writes, or nil when that does not stand there.
  private func unit(escapedAt index: Int) -> UInt16? {
    guard self[index] == UInt8(ascii: "\\"), self[index + 1] == UInt8(ascii: "u") else {
      return nil
    }
    return UInt16(String(decoding: self[index + 2..<index + 6], as: UTF8.self), radix: 16)
  }
}
