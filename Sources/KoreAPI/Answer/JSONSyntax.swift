import NIOCore

/// The grammar of JSON, checked over a whole document.
///
/// `JSONDecoder` reads only the members that it is asked for: in all others it lets pass broken
/// UTF-8, raw control characters, `\q`, `01` and commas at the end. A document that is broken
/// anywhere proves nothing, so nothing may be read out of it.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259
enum JSONSyntax {
  /// The deepest nesting that is accepted, which is also what `JSONDecoder` accepts.
  static let deepestNesting = 512

  /// Checks that bytes are one JSON document in UTF-8.
  ///
  /// - Throws: ``JSONFault`` for the first place where they are not.
  static func check(_ bytes: ByteBuffer) throws(JSONFault) {
    guard isUTF8(bytes) else { throw .notText }
    try bytes.withUnsafeReadableBytes { (bytes) throws(JSONFault) in
      var scanner = JSONScanner(bytes: bytes)
      try scanner.scanDocument()
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
  let bytes: UnsafeRawBufferPointer
  var index = 0

  /// The bytes that close the containers that are open, the outermost first.
  var closers: [UInt8] = []

  init(bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  mutating func scanDocument() throws(JSONFault) {
    repeat {
      try scanValueOrOpening()
      try scanClosings()
    } while !closers.isEmpty
    skipWhitespace()
    guard index == bytes.count else { throw fault }
  }

  /// Scans a scalar, or containers down to their first value or up to their end when empty.
  private mutating func scanValueOrOpening() throws(JSONFault) {
    while true {
      skipWhitespace()
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
    guard closers.count < JSONSyntax.deepestNesting else { throw .nestedTooDeeply }
    closers.append(closer)
    index += 1
    skipWhitespace()
  }

  /// Scans what follows a value: the ends of containers, until one goes on with a comma.
  private mutating func scanClosings() throws(JSONFault) {
    while let closer = closers.last {
      skipWhitespace()
      switch peek {
      case closer:
        closers.removeLast()
        index += 1
      case UInt8(ascii: ","):
        index += 1
        guard closer == UInt8(ascii: "}") else { return }
        skipWhitespace()
        return try scanKey()
      default: throw fault
      }
    }
  }

  private mutating func scanKey() throws(JSONFault) {
    guard peek == UInt8(ascii: "\"") else { throw fault }
    try scanString()
    skipWhitespace()
    try scan(":")
  }

  private mutating func scanString() throws(JSONFault) {
    index += 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return
      case UInt8(ascii: "\\"): try scanEscape()
      case 0..<0x20: throw fault
      default: index += 1
      }
    }
    throw fault
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

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// The fault of whatever stands at ``index``.
  private var fault: JSONFault {
    switch peek {
    case nil: .brokenOff(after: index)
    case 0: .notText
    case _?: .malformed(at: index)
    }
  }

  private mutating func scan(_ word: StaticString) throws(JSONFault) {
    for expected in word.description.utf8 { try scan(where: { $0 == expected }) }
  }

  private mutating func scan(where isAllowed: (UInt8) -> Bool) throws(JSONFault) {
    guard let byte = peek, isAllowed(byte) else { throw fault }
    index += 1
  }

  private mutating func skip(while isSkipped: (UInt8) -> Bool) {
    while let byte = peek, isSkipped(byte) { index += 1 }
  }

  private mutating func skipWhitespace() {
    skip { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
  }
}
