import Foundation

/// Looks for a secret in a text with every means that a reader has.
package struct SecretJudge {
  private let secret: String
  private var runs: Set<String> = []

  package init(_ secret: String) {
    self.secret = secret
    let hex = secret.utf8.map { String(format: "%02x", $0) }.joined()
    let base64 = ["", "x", "xy"].map { lead -> String in
      let text = Data((lead + secret).utf8).base64EncodedString()
      // The characters in which nothing else has a part.
      return String(
        text.dropFirst(lead.isEmpty ? 0 : lead.count + 1).prefix(secret.utf8.count * 8 / 6 - 1))
    }
    for text in [secret, hex] + base64 {
      let letters = Self.letters(of: text)
      guard letters.count >= 16 else { continue }
      for start in 0...(letters.count - 16) {
        runs.insert(String(letters.dropFirst(start).prefix(16)))
      }
    }
  }

  /// What can be read of the secret, or nil.
  package func trace(in text: String) -> String? {
    for text in [text, Self.withoutEscapes(text), Self.withoutEscapes(Self.withoutEscapes(text))] {
      if text.asciiLowercased.contains(secret.asciiLowercased) { return secret }
      for part in text.components(separatedBy: "***") {
        let letters = Array(Self.letters(of: part))
        guard letters.count >= 16 else { continue }
        for start in 0...(letters.count - 16) {
          let run = String(letters[start..<start + 16])
          if runs.contains(run) { return run }
        }
      }
    }
    return nil
  }

  private static func letters(of text: String) -> String {
    String(text.lowercased().unicodeScalars.filter { $0.isASCII && $0.properties.isAlphanumeric })
  }

  private static func withoutEscapes(_ text: String) -> String {
    let escape =
      #/
      %(?<percent>[0-9A-Fa-f]{2}) | \\u\{(?<braces>[0-9A-Fa-f]{1,6})\} | \\(?<other>[^a-zA-Z0-9])
      | &\#(?<decimal>[0-9]{1,7}); | &\#x(?<hex>[0-9a-f]{1,6});
      /#
    return text.replacing(escape) { match in
      if let other = match.other { return String(other) }
      let value =
        match.decimal.flatMap { UInt32($0) }
        ?? (match.percent ?? match.hex ?? match.braces).flatMap { UInt32($0, radix: 16) }
      return value.flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
    }
  }
}

extension Unicode.Scalar.Properties {
  fileprivate var isAlphanumeric: Bool { isAlphabetic || numericType != nil }
}

extension String {
  package var asciiLowercased: String { map { $0.isASCII ? $0.lowercased() : "\($0)" }.joined() }
  package var asciiUppercased: String { map { $0.isASCII ? $0.uppercased() : "\($0)" }.joined() }
}
