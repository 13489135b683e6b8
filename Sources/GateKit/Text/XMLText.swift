/// Text escaped for XML, in an attribute or between tags.
///
/// What XML cannot hold at all is made visible, so that any text gives a well-formed document.
/// Sources: https://www.w3.org/TR/xml/#charsets, https://www.w3.org/TR/xml/#syntax
struct XMLText: Equatable, CustomStringConvertible {
  let description: String

  /// The text on one line: a line break in an attribute would be read as a space or as two lines.
  init(_ text: String) {
    description = Self.escaped(Sanitizer.oneLine(text))
  }

  /// Several lines, each with what it holds on one line.
  ///
  /// The result is at most `byteLimit` (at least 3) bytes of UTF-8; a longer one ends with `…`.
  init(lines: [XMLText], byteLimit: Int) {
    let whole = lines.lazy.map(\.description).joined(separator: "\n")
    description = whole.utf8.count <= byteLimit ? whole : Self.cut(whole, to: byteLimit - 3) + "…"
  }

  /// The longest beginning of escaped text that ends neither within a character nor within the
  /// reference that stands for one.
  private static func cut(_ escaped: String, to byteLimit: Int) -> Substring {
    let bytes = escaped.utf8
    var end = bytes.index(bytes.startIndex, offsetBy: byteLimit)
    while end.samePosition(in: escaped.unicodeScalars) == nil { end = bytes.index(before: end) }
    let kept = escaped[..<end]
    guard let reference = kept.utf8.lastIndex(of: UInt8(ascii: "&")),
      !kept[reference...].utf8.contains(UInt8(ascii: ";"))
    else { return kept }
    return kept[..<reference]
  }

  private static func escaped(_ text: String) -> String {
    guard text.hasBytes(where: isSpecial) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): result.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): result.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): result.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "\""): result.append(contentsOf: "&quot;".utf8)
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): true
    default: false
    }
  }
}
