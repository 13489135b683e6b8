extension Secret {
  /// Everything in a text that looks like a JWT: parts of base64url with points between them, of which the first
  /// is the beginning of a JSON object.
  package static func jwts(in text: String) -> [Secret] {
    text.split { !isPartOfJWT($0) }
      .filter { $0.hasPrefix("eyJ") && $0.contains(".") }
      .map { Secret(String($0)) }
  }

  private static func isPartOfJWT(_ character: Character) -> Bool {
    character.isASCII
      && (character.isLetter || character.isNumber || ["-", "_", "."].contains(character))
  }
}
