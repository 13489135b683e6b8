extension Int {
  /// Reads a whole number that has no sign: `80`, not `+80` or `-0`, which Swift's own `Int(_:)`
  /// takes too.
  ///
  /// - Parameter text: ASCII digits alone.
  /// - Returns: nil for any other form, and for a number that does not fit.
  package init?(digits text: some StringProtocol) {
    guard text.utf8.allSatisfy(\.isDigit), let number = Int(text) else { return nil }
    self = number
  }
}

extension Double {
  /// Reads a number as people write it: `15`, `-0.5`, `1.25`.
  ///
  /// Swift's own `Double(_:)` also takes `0x2`, `1e3`, `+1`, `nan` and `inf`, which nobody means.
  ///
  /// - Parameter text: at most one `-`, ASCII digits, and at most one point with digits behind it.
  /// - Returns: nil for any other form, and for a number that is too large.
  package init?(decimal text: some StringProtocol) {
    let unsigned = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
    let parts = unsigned.utf8.split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let isDecimal = parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
    guard isDecimal, let number = Double(String(text)), number.isFinite else { return nil }
    self = number
  }

  /// A percentage with at most one decimal, rounded down, so that only 100 is `100 %`: `33.3 %`.
  package var percentText: String {
    let tenths = Int((self * 10).rounded(.down))
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }
}

extension BinaryInteger {
  /// The digits, capital ones beyond 9, with leading zeros up to a width.
  func padded(to width: Int, radix: Int = 10) -> String {
    let digits = String(self, radix: radix, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
