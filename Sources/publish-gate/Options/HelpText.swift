import GateKit

/// The parts of the help text that come from the gate's own types.
enum HelpText {
  /// The exit codes, one a line.
  static let exitCodes =
    "EXIT CODES:\n"
    + table(
      Outcome.all.map { ("\($0.exitCode)".padded(to: 5) + $0.name, $0.meaning) }, width: 25)

  static let times =
    "Times read 90s, 5m, 1h30m or 250ms; a bare number is seconds. A flag wins over its environment"
    + " variable, which stands in brackets."

  /// A number without decimals that say nothing: `1`, `1.5`.
  static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The columns of a table: man(1) has 78, and indents a table by up to 16.
  private static let columns = 62

  /// Rows of a term and its text, which is wrapped beside the term.
  ///
  /// ArgumentParser wraps long lines at 80 columns without regard to a table, and so does man(1),
  /// which indents them by up to eight before that.
  static func table(_ rows: [(term: String, text: String)], width: Int) -> String {
    rows.map { term, text in
      let lines = wrapped(text, width: columns - width)
      let indented = lines.joined(separator: "\n  " + String(repeating: " ", count: width))
      return "  \(term.padded(to: width))\(indented)"
    }.joined(separator: "\n")
  }

  private static func wrapped(_ text: String, width: Int) -> [String] {
    text.split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + word.count < width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }
}

extension String {
  /// The text with spaces behind it, at least `width` characters long.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
