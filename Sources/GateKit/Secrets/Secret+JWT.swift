extension Secret {
  /// Everything in a text that looks like a JWT: parts of base64url with points between them, of
  /// which the first is the beginning of a JSON object.
  package static func jwts(in text: String) -> [Secret] {
    text.split { !isPartOfJWT($0) }.compactMap { piece in
      // It may be glued to a flag.
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
