/// A word of the API's vocabulary, compared without case, `_`, `-` and spaces.
///
/// Older pages write `SUCCESSFUL`, sister APIs `IN_PROGRESS`; all are one word.
package struct Keyword: Hashable, Sendable {
  let letters: String

  package init(_ text: some StringProtocol) {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      letters = text.lowercased().filter { !["_", "-", " "].contains($0) }
      return
    }
    // A publish may list a hundred thousand words, and all that are documented are ASCII.
    letters = String(unsafeUninitializedCapacity: text.utf8.count) { letters in
      var count = 0
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "): continue
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): letters[count] = byte | 0x20
        default: letters[count] = byte
        }
        count += 1
      }
      return count
    }
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
