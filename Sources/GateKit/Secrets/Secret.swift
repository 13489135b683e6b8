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

  /// Everything in a text that looks like a JWT: parts of base64url with points between them, of
  /// which the first is the beginning of a JSON object.
  package static func jwts(in text: String) -> [Secret] {
    text.split { !isPartOfJWT($0) }.compactMap { piece in
      // A flag may stand directly before the JWT.
      guard let start = piece.firstRange(of: "eyJ")?.lowerBound else { return nil }
      let jwt = piece[start...]
      return jwt.contains(".") ? Secret(String(jwt)) : nil
    }
  }

  private static func isPartOfJWT(_ character: Character) -> Bool {
    character.isASCII
      && (character.isLetter || character.isNumber || ["-", "_", "."].contains(character))
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<secret>" }

  package var debugDescription: String { description }

  /// Without children, so that `dump` and a mirror of an enclosing value show nothing either.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
