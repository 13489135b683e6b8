/// The bytes of a document, as if they were followed by NULs without end.
///
/// JSON never holds a NUL, so every walk over the bytes stops at their end at the latest. The bytes are
/// valid only inside the call that lends them.
struct JSONBytes {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var count: Int { bytes.count }

  /// - Parameter index: zero or more.
  subscript(index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  /// The bytes of a range, as far as the document reaches.
  subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range.clamped(to: 0..<bytes.count)])
  }

  /// The index of the next byte that has a meaning inside a string, which is a quotation mark, a
  /// backslash or a control character, or the end when there is none.
  func endOfPlainText(from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count {
      let eight = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let found = Self.special(in: UInt64(littleEndian: eight))
      guard found == 0 else { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < bytes.count, Self.special(in: UInt64(bytes[index]) | ~0xFF) == 0 { index += 1 }
    return index
  }

  /// Marks the special bytes among eight by their highest bits. Only the lowest mark can be relied
  /// on: above a special byte, other bytes may be marked too.
  ///
  /// Source: https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord
  private static func special(in eight: UInt64) -> UInt64 {
    func zeros(in eight: UInt64) -> UInt64 { (eight &- ones) & ~eight }
    let control = (eight &- (0x20 &* ones)) & ~eight
    let quotationMark = zeros(in: eight ^ (UInt64(UInt8(ascii: "\"")) &* ones))
    let backslash = zeros(in: eight ^ (UInt64(UInt8(ascii: "\\")) &* ones))
    return (control | quotationMark | backslash) & (0x80 &* ones)
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The index of the first byte that is neither white space nor a separator of values.
  func endOfSpace(from start: Int, and separator: UInt8 = 0x20) -> Int {
    var index = start
    while true {
      switch self[index] {
      case 0x20, 0x0A, 0x0D, 0x09, separator: index += 1
      default: return index
      }
    }
  }

  /// The index after the closing quotation mark of a string.
  ///
  /// - Parameter start: the index of the opening quotation mark.
  func endOfString(from start: Int) -> Int {
    var index = endOfPlainText(from: start + 1)
    while self[index] == UInt8(ascii: "\\") { index = endOfPlainText(from: index + 2) }
    return min(index + 1, count)
  }

  /// The index after a number, `true`, `false` or `null`.
  ///
  /// - Parameter start: the index of the first byte, whatever it is.
  func endOfScalar(from start: Int) -> Int {
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
  func scalar(escapedAt index: Int) -> (scalar: Unicode.Scalar, end: Int)? {
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

  /// The unit of UTF-16 that `\uXXXX` at an index writes, or nil when something else stands there.
  private func unit(escapedAt index: Int) -> UInt16? {
    guard self[index] == UInt8(ascii: "\\"), self[index + 1] == UInt8(ascii: "u") else {
      return nil
    }
    return UInt16(String(decoding: self[index + 2..<index + 6], as: UTF8.self), radix: 16)
  }
}
