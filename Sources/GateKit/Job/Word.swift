/// A word of the API's vocabulary, compared without case, `_`, `-` and spaces.
///
/// Older pages write `SUCCESSFUL`, sister APIs `IN_PROGRESS`; all are one word.
package struct Word: Hashable, Sendable {
  let letters: String

  package init(_ text: some StringProtocol) {
    letters = text.lowercased().filter { !["_", "-", " "].contains($0) }
  }

  /// Text in UpperCamelCase, reduced to `[A-Za-z0-9]`.
  ///
  /// A part that is all capitals becomes a capitalised word: `SETTINGS` is `Settings`.
  static func upperCamelCase(_ text: String) -> String {
    text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map { part in
      let isAllCapitals = !part.contains { $0.isLowercase }
      return part.prefix(1).uppercased()
        + (isAllCapitals ? part.dropFirst().lowercased() : String(part.dropFirst()))
    }.joined()
  }
}
