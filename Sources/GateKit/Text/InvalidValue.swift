/// Says that a value is not accepted; the caller says where the value came from.
package struct InvalidValue: Error, Equatable, Sendable {
  /// The values that are accepted, as the end of the sentence `expected …`.
  package let accepted: String

  package init(accepted: String) {
    self.accepted = accepted
  }
}

/// A text that a person typed, in quotes and harmless for a terminal.
package func quoted(_ text: String) -> String { "'\(UntrustedText(text).sanitized(limit: 120))'" }
