/// Colours text for a terminal, or leaves it as it is.
package struct ANSIStyle: Equatable, Sendable {
  package let isOn: Bool

  package init(isOn: Bool) {
    self.isOn = isOn
  }

  func good(_ text: String) -> String { wrap(text, "32") }
  func bad(_ text: String) -> String { wrap(text, "31") }
  func warning(_ text: String) -> String { wrap(text, "33") }
  func dim(_ text: String) -> String { wrap(text, "2") }

  /// Select Graphic Rendition, ECMA-48 section 8.3.117.
  private func wrap(_ text: String, _ code: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  func outcome(_ outcome: Outcome, _ text: String) -> String {
    switch outcome.severity {
    case .good: good(text)
    case .doubtful: warning(text)
    case .bad: bad(text)
    }
  }
}
