import NIOCore

/// The grammar of JSON, checked over a whole document before anything is read.
///
/// A document that is broken anywhere proves nothing, so nothing may be read out of it. In all members
/// that it is not asked for, `JSONDecoder` accepts broken UTF-8, raw control characters, `\q`, `01`
/// and commas at the end; of a key that comes twice it shows only one value.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259
enum JSONSyntax {
  /// How many containers may be open at once.
  static let nestingLimit = 512

  /// Checks that bytes are one JSON document in UTF-8, then reads it.
  ///
  /// - Parameter read: reads the document; its values end with the call, so none may be kept.
  /// - Throws: ``JSONFault`` for the first place where the bytes are no JSON.
  static func read<Content>(
    _ bytes: ByteBuffer, _ read: (JSONValue) -> Content
  ) throws(JSONFault) -> Content {
    guard isUTF8(bytes) else { throw .notText }
    return try bytes.withUnsafeReadableBytes { (bytes) throws(JSONFault) in
      let bytes = JSONBytes(bytes)
      var scanner = JSONScanner(bytes: bytes)
      try scanner.scanDocument()
      return read(JSONValue(document: bytes))
    }
  }

  private static func isUTF8(_ bytes: ByteBuffer) -> Bool {
    if #available(macOS 26, *) {
      return (try? UTF8Span(validating: bytes.readableBytesUInt8Span)) != nil
    }
    return String(validating: bytes.readableBytesView, as: UTF8.self) != nil
  }
}

/// Where and how a document breaks the grammar of JSON.
enum JSONFault: Error, Equatable {
  /// The bytes are not UTF-8, or hold a NUL, as UTF-16 does.
  case notText
  case nestedTooDeeply
  /// The document ends before it is complete, after this many bytes.
  case brokenOff(after: Int)
  /// The byte at this offset, counted from 0, cannot stand there.
  case malformed(at: Int)
}

/// Walks over the bytes of a document without recursion, so that no nesting can exhaust the stack.
private struct JSONScanner {
  let bytes: JSONBytes
  var index = 0

  /// The bytes that close the containers that are open, the outermost first.
  var closers: [UInt8] = []

  mutating func scanDocument() throws(JSONFault) {
    repeat {
      try scanValueOrOpening()
      try scanClosings()
    } while !closers.isEmpty
    skipSpace()
    guard index == bytes.count else { throw fault }
  }

  /// Scans a value that is not a container, or the openings of containers up to the first such value
  /// or the end of an empty container.
  private mutating func scanValueOrOpening() throws(JSONFault) {
    while true {
      skipSpace()
      switch peek {
      case UInt8(ascii: "{"):
        try open(closer: UInt8(ascii: "}"))
        if peek == closers.last { return }
        try scanKey()
      case UInt8(ascii: "["):
        try open(closer: UInt8(ascii: "]"))
        if peek == closers.last { return }
      case UInt8(ascii: "\""): return try scanString()
      case UInt8(ascii: "t"): return try scan("true")
      case UInt8(ascii: "f"): return try scan("false")
      case UInt8(ascii: "n"): return try scan("null")
      default: return try scanNumber()
      }
    }
  }

  private mutating func open(closer: UInt8) throws(JSONFault) {
    guard closers.count < JSONSyntax.nestingLimit else { throw .nestedTooDeeply }
    closers.append(closer)
    index += 1
    skipSpace()
  }

  /// Scans the ends of containers that follow a value, until a container goes on with a comma.
  private mutating func scanClosings() throws(JSONFault) {
    while let closer = closers.last {
      skipSpace()
      switch peek {
      case closer:
        closers.removeLast()
        index += 1
      case UInt8(ascii: ","):
        index += 1
        guard closer == UInt8(ascii: "}") else { return }
        skipSpace()
        return try scanKey()
      default: throw fault
      }
    }
  }

  private mutating func scanKey() throws(JSONFault) {
    guard peek == UInt8(ascii: "\"") else { throw fault }
    try scanString()
    skipSpace()
    try scan(where: { $0 == UInt8(ascii: ":") })
  }

  private mutating func scanString() throws(JSONFault) {
    index += 1
    while true {
      index = bytes.endOfPlainText(from: index)
      switch peek {
      case UInt8(ascii: "\""):
        index += 1
        return
      case UInt8(ascii: "\\"): try scanEscape()
      default: throw fault
      }
    }
  }

  private mutating func scanEscape() throws(JSONFault) {
    index += 1
    switch peek {
    case UInt8(ascii: "u"):
      index += 1
      for _ in 0..<4 { try scan(where: isHexDigit) }
    default: try scan(where: "\"\\/bfnrt".utf8.contains)
    }
  }

  private mutating func scanNumber() throws(JSONFault) {
    if peek == UInt8(ascii: "-") { index += 1 }
    let startsWithZero = peek == UInt8(ascii: "0")
    try scan(where: isDigit)
    if !startsWithZero { skip(while: isDigit) }
    if peek == UInt8(ascii: ".") {
      index += 1
      try scan(where: isDigit)
      skip(while: isDigit)
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      index += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
      try scan(where: isDigit)
      skip(while: isDigit)
    }
  }

  private func isHexDigit(_ byte: UInt8) -> Bool {
    Character(Unicode.Scalar(byte)).isHexDigit
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The next byte, or NUL at the end, which the grammar never allows.
  private var peek: UInt8 { bytes[index] }

  /// Why the next byte cannot stand where it does.
  private var fault: JSONFault {
    if index >= bytes.count { return .brokenOff(after: index) }
    return peek == 0 ? .notText : .malformed(at: index)
  }

  private mutating func scan(_ word: StaticString) throws(JSONFault) {
    for expected in word.description.utf8 { try scan(where: { $0 == expected }) }
  }

  private mutating func scan(where isAllowed: (UInt8) -> Bool) throws(JSONFault) {
    guard isAllowed(peek) else { throw fault }
    index += 1
  }

  private mutating func skip(while isSkipped: (UInt8) -> Bool) {
    while isSkipped(peek) { index += 1 }
  }

  private mutating func skipSpace() { index = bytes.endOfSpace(from: index) }
}
