extension Double {
  /// Reads a number as people write it: `15`, `-0.5`, `1.25`.
  ///
  /// Swift's own `Double(_:)` also takes `0x2`, `1e3`, `+1`, `nan` and `inf`, which nobody means.
  ///
  /// - Parameter text: at most one `-`, ASCII digits, and at most one point with digits behind it.
  /// - Returns: nil for any other form, and for what is too large to be finite.
  package init?(decimal text: some StringProtocol) {
    let unsigned = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
    let parts = unsigned.utf8.split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let isDecimal = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    guard isDecimal, let number = Double(String(text)), number.isFinite else { return nil }
    self = number
  }
}
