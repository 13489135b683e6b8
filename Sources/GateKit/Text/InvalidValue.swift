/// Says that a value is not one of those that are accepted; who asked for it names the source.
package struct InvalidValue: Error, Equatable, Sendable {
  /// What would have been accepted, as the end of the sentence `expected …`.
  package let accepted: String

  package init(accepted: String) {
    self.accepted = accepted
  }
}

/// What a person typed, in quotes and harmless for a terminal.
package func quoted(_ text: String) -> String { "'\(UntrustedText(text).sanitized(limit: 120))'" }
