import GateKit

/// A value in a document that obeys the grammar of ``JSONSyntax``, known by the place where it begins.
///
/// It is read when it is asked for, and not before. Unlike a `Decoder`, it shows a key that comes
/// twice.
struct JSONValue {
  /// How much of a text is read, in bytes: enough for one scalar more than an ``UntrustedText`` keeps,
  /// so that it knows that it was cut.
  private static let textLimit = 4 * (UntrustedText.keptScalars + 1)

  /// The longest number or time that is read, in bytes: nobody means a longer one.
  private static let numberLimit = 1_024

  private let bytes: JSONBytes

  /// The index of the value's first byte.
  private let start: Int

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

  /// The members of an object in their order; none when the value is not an object.
  var members: some Sequence<(name: JSONValue, value: JSONValue)> {
    sequence(state: kind == .object ? start + 1 : bytes.count) { [bytes] index in
      let start = bytes.endOfSpace(from: index, and: UInt8(ascii: ","))
      guard bytes[start] == UInt8(ascii: "\"") else { return nil }
      let name = JSONValue(bytes: bytes, start: start)
      let value = JSONValue(
        bytes: bytes, start: bytes.endOfSpace(from: name.end, and: UInt8(ascii: ":")))
      index = value.end
      return (name, value)
    }
  }

  /// The elements of a list in their order; none when the value is not a list.
  var elements: some Sequence<JSONValue> {
    sequence(state: kind == .list ? start + 1 : bytes.count) { [bytes] index in
      let start = bytes.endOfSpace(from: index, and: UInt8(ascii: ","))
      guard bytes[start] != UInt8(ascii: "]"), bytes[start] != 0 else { return nil }
      let element = JSONValue(bytes: bytes, start: start)
      index = element.end
      return element
    }
  }

  /// The value as it is written, or the beginning of a value that is long.
  var source: String {
    String(decoding: bytes[start..<min(end, start + Self.textLimit)], as: UTF8.self)
  }

  /// The index of the first byte after the value.
  private var end: Int {
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

  /// The characters of a text, or nil when the value is not a text, or not Unicode (`"\ud800"`).
  ///
  /// Of a text that is longer than an ``UntrustedText`` keeps, only the beginning is read.
  var text: String? {
    guard kind == .text else { return nil }
    let end = bytes.endOfPlainText(from: start + 1)
    guard bytes[end] == UInt8(ascii: "\\") else {
      let characters = bytes[start + 1..<min(end, start + 1 + Self.textLimit)]
      return String(decoding: characters, as: UTF8.self)
    }
    var characters: [UInt8] = []
    var index = start + 1
    while characters.count < Self.textLimit {
      let end = bytes.endOfPlainText(from: index)
      characters += bytes[index..<min(end, index + Self.textLimit)]
      guard bytes[end] == UInt8(ascii: "\\") else { break }
      guard let escaped = bytes.scalar(escapedAt: end) else { return nil }
      characters += UTF8.encode(escaped.scalar) ?? UTF8.encodedReplacementCharacter
      index = escaped.end
    }
    return String(decoding: characters, as: UTF8.self)
  }

  /// The index of a text among some texts, compared scalar for scalar, or nil when it is not there.
  ///
  /// - Throws: ``NotUnicode`` when the text cannot be compared.
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

  /// A number, or a text that writes a number in plain decimals; nil for any other value.
  var number: Double? {
    switch kind {
    case .text: shortText.flatMap { Double(decimal: $0) }
    case .number: literal.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    case .object, .list, .boolean, .null: nil
    }
  }

  /// A number that is written as a whole number and fits; nil for any other value.
  var integer: Int64? { kind == .number ? literal.flatMap { Int64($0) } : nil }

  /// The text, or nil when the value is not a text, not Unicode, or too long for a number or a time.
  var shortText: String? { isShort ? text : nil }

  private var literal: String? { isShort ? source : nil }

  private var isShort: Bool { end - start <= Self.numberLimit }
}

extension JSONValue {
  /// - Parameter document: the bytes of a document that was checked.
  init(document: JSONBytes) {
    self.init(bytes: document, start: document.endOfSpace(from: 0))
  }
}
