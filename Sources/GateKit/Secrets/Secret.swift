/// A token or a password, which shows itself nowhere but where it is sent.
package struct Secret: Hashable, Sendable {
  /// The longest token that is accepted, in bytes.
  package static let lengthLimit = 64 * 1_024

  private let value: String

  package init(_ value: String) {
    self.value = value
  }

  /// The secret itself, for the header that carries it and for a CI's command to mask it.
  package func revealed() -> String { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<secret>" }

  package var debugDescription: String { description }

  /// Without children, so that `dump` and a mirror of an enclosing value show nothing either.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
