/// One way in which a secret may be written, as it reads in one of the two views of a text.
///
/// | view | looked for in it |
/// |---|---|
/// | characters | the secret as a whole |
/// | letters | runs of sixteen letters and digits of the secret, of its base64 and of its digits in hex |
struct SecretPattern: Sendable {
  enum View {
    /// Every character, without regard to case.
    case characters
    /// Letters and digits of ASCII alone, without regard to case.
    case letters
  }

  /// The shortest pattern, in bytes.
  static let shortest = 8

  /// How many bytes in a row give a long secret away; a shorter secret is looked for as a whole.
  private static let longRun = 16

  let view: View
  let bytes: [UInt8]

  /// How many bytes of the pattern must stand in a text in a row.
  let shortestRun: Int

  /// How many characters of base64 around the pattern hold bits of the secret too: before its first
  /// and after its last byte.
  var before = 0
  var after = 0

  var isWhole: Bool { shortestRun == bytes.count }

  static func all(of secret: Secret) -> [SecretPattern] {
    let text = secret.revealed()
    let bytes = Array(text.utf8)
    let parts = text.split(separator: ".").compactMap { Base64.decoded($0.utf8) }
    return wholes(of: text) + [letters(of: bytes)].compactMap(\.self)
      + (0...2).flatMap { encoded(Base64.sextets(of: bytes, at: $0)) }
      + ([bytes] + parts).compactMap(hex)
  }

  /// The secret as it is, as the sanitiser writes it, and as the encoding of HTML forms writes its
  /// spaces; all other escapes are undone when a text is read.
  private static func wholes(of secret: String) -> [SecretPattern] {
    let plus = String(secret.map { $0 == " " ? "+" : $0 })
    let isKept = secret.unicodeScalars.count <= UntrustedText.keptScalars
    let sanitized = isKept ? UntrustedText(secret).sanitized() : secret
    let visible = secret.unicodeScalars.filter {
      $0.isASCII || !$0.properties.isDefaultIgnorableCodePoint
    }
    let wholes = Set([secret, plus, sanitized, String(String.UnicodeScalarView(visible))])
    return wholes.filter { $0.utf8.count >= shortest }.map { text in
      let bytes = text.utf8.map(\.lowercase)
      return SecretPattern(view: .characters, bytes: bytes, shortestRun: bytes.count)
    }
  }

  /// Nil for a secret with few letters, since few letters in a row may be ordinary words.
  private static func letters(of bytes: [UInt8]) -> SecretPattern? {
    let letters = bytes.filter(\.isLetterOrDigit).map(\.lowercase)
    guard letters.count >= longRun else { return nil }
    return SecretPattern(view: .letters, bytes: letters, shortestRun: longRun)
  }

  private static func encoded(_ base64: Base64.Sextets) -> [SecretPattern] {
    let letters = base64.text.filter(\.isLetterOrDigit).map(\.lowercase)
    if letters.count >= shortest {
      let before = base64.text.prefix { !$0.isLetterOrDigit }.count
      let after = base64.text.reversed().prefix { !$0.isLetterOrDigit }.count
      return [
        SecretPattern(
          view: .letters, bytes: letters, shortestRun: min(longRun, letters.count),
          before: before + (base64.isCutBefore ? 1 : 0), after: after + (base64.isCutAfter ? 1 : 0))
      ]
    }
    return Set([base64.text, base64.text.map(Base64.inURLs)]).map { text in
      SecretPattern(
        view: .characters, bytes: text.map(\.lowercase), shortestRun: text.count)
    }
  }

  private static func hex(of bytes: [UInt8]) -> SecretPattern? {
    guard bytes.count >= shortest else { return nil }
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
    return SecretPattern(view: .letters, bytes: text, shortestRun: longRun)
  }
}
