/// Base64 of bytes, also of those that stand anywhere in longer ones.
///
/// Source: https://www.rfc-editor.org/rfc/rfc4648#section-4
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The characters that these bytes alone decide.
  struct Sextets {
    var text: [UInt8] = []
    /// Whether the character before the first, or after the last, holds bits of the bytes too.
    var isCutBefore = false
    var isCutAfter = false
  }

  /// - Parameter offset: how many bytes beyond a multiple of three stand before them.
  static func sextets(of bytes: [UInt8], at offset: Int) -> Sextets {
    let spentBits = (6 - 8 * offset % 6) % 6
    var result = Sextets(isCutBefore: spentBits > 0)
    result.text.reserveCapacity(bytes.count * 4 / 3 + 1)
    var bits: UInt32 = 0
    var count = -spentBits
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        result.text.append(alphabet[Int(bits >> UInt32(count) & 0x3F)])
      }
    }
    result.isCutAfter = count > 0
    return result
  }

  /// The bytes in the alphabet of URLs, without `=` at the end.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc7515#section-2
  package static func urlText(of bytes: [UInt8]) -> String {
    // A byte of zero bits completes the last character.
    let characters = sextets(of: bytes + [0], at: 0).text.prefix((bytes.count * 8 + 5) / 6)
    return String(decoding: characters.map(inURLs), as: UTF8.self)
  }

  /// The bytes that a text in either alphabet stands for, without `=`, or nil for another text.
  package static func decoded(_ text: some Collection<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count * 3 / 4)
    var bits: UInt32 = 0
    var count = 0
    for character in text {
      guard let value = value(of: character) else { return nil }
      bits = bits << 6 | value
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
    return result
  }

  /// The same character in the alphabet of URLs.
  static func inURLs(_ character: UInt8) -> UInt8 {
    switch character {
    case UInt8(ascii: "+"): UInt8(ascii: "-")
    case UInt8(ascii: "/"): UInt8(ascii: "_")
    default: character
    }
  }

  static func isInAlphabet(_ character: UInt8) -> Bool { value(of: character) != nil }

  /// In either alphabet.
  private static func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
