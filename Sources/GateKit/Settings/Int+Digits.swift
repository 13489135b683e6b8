extension Int {
  /// Reads a whole number that has no sign: `80`, not `+80` or `-0`, which Swift's own `Int(_:)`
  /// takes too.
  ///
  /// - Parameter text: ASCII digits alone.
  /// - Returns: nil for any other form, and for what does not fit.
  package init?(digits text: some StringProtocol) {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int(text)
    else { return nil }
    self = number
  }
}
