import GateKit

/// The parts of the help text that come from the gate's own types.
enum HelpText {
  /// The exit codes, one a line.
  static let exitCodes = """
    EXIT CODES:
    \(Outcome.all.map { outcome in
      "  \(outcome.exitCode)".padded(to: 7) + outcome.name.padded(to: 20) + outcome.meaning
    }.joined(separator: "\n"))
    """

  static let times = """
    Times read 90s, 5m, 1h30m or 250ms; a bare number is seconds. A flag wins over its environment
    variable, which stands in brackets.
    """
}

extension String {
  /// The text with spaces behind it, at least `width` characters long.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
