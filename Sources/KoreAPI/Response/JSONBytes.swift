/// The bytes of a document, as if they were followed by NULs without end.
///
/// No JSON holds a NUL, so whoever walks over the bytes stops at their end at the latest, and cannot
/// leave them. They are valid only inside the call that lends them.
struct JSONBytes {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var count: Int { bytes.count }

  /// - Parameter index: zero or more.
  subscript(index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  /// The bytes of a range, as far as there are some.
  subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range.clamped(to: 0..<bytes.count)])
  }

  /// The index of the next byte that means something inside a string: a quotation mark, a backslash
  /// or a control character, or the end when there is none.
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

  /// The highest bit of each of eight bytes that is special; above the lowest such byte others may
  /// be marked too.
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
}
