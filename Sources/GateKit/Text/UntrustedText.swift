/// Text that the server wrote and that nobody has vouched for.
///
/// The raw characters cannot be reached: interpolation and ``sanitized(limit:)`` both go through
/// the one ``Sanitizer``, so hostile text cannot be written to a log or a report by mistake. Secrets
/// that the server echoed are taken out of the text that is shown, and stay in the text that is
/// compared, or two names that differ in a secret would count as the same.
package struct UntrustedText: Hashable, Sendable, CustomStringConvertible {
  /// How much of a text is kept, in Unicode scalars: enough for a report's body of 16 KiB.
  package static let keptScalars = 16_384

  /// How much of a text one line of a log shows, in Unicode scalars after sanitising.
  package static let logLimit = 240

  /// The text as it was sent, which is compared and never shown.
  private let raw: String

  /// The text without secrets, which may be shown once it has been sanitised.
  private var shown: String

  /// Whether the text was longer than ``keptScalars``: then it equals no text of the program's own.
  package let isCut: Bool

  package init(_ raw: some StringProtocol) {
    self.init(String(raw))
  }

  /// Besides the generic initialiser, for speed: a publish may have half a million texts.
  package init(_ raw: String) {
    // A text never has more scalars than bytes, which are counted already.
    guard raw.utf8.count > Self.keptScalars else {
      self.raw = raw
      self.isCut = false
      shown = raw
      return
    }
    let kept = raw.unicodeScalars.prefix(Self.keptScalars)
    self.raw = String(String.UnicodeScalarView(kept))
    isCut = kept.endIndex < raw.endIndex
    shown = self.raw
  }

  package static func == (left: UntrustedText, right: UntrustedText) -> Bool {
    left.isCut == right.isCut && left.raw == right.raw
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(raw) }

  package var isEmpty: Bool { raw.isEmpty }

  /// How much work it is to show the text: its bytes of UTF-8. A byte that may have to be escaped,
  /// which makes it up to eight times as long, counts four times.
  var cost: Int {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
        UInt8(ascii: "["), UInt8(ascii: "#"):
        false
      default: (0x20...0x7E).contains(byte)
      }
    }
    var raw = raw
    return raw.withUTF8 { $0.reduce(0) { $0 + (isPlain($1) ? 1 : 4) } }
  }

  /// The text with less to show, or nil when the filter finds nothing to take out.
  ///
  /// - Parameter filter: returns a text without its secrets, which is still untrusted, or nil when
  ///   it has none.
  func redacted(by filter: (String) -> String?) -> UntrustedText? {
    filter(shown).map { shown in
      var text = self
      text.shown = shown
      return text
    }
  }

  /// Whether a reader would see nothing but spaces.
  var isBlank: Bool {
    shown.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "\r", "\n", "\t": true
      case _ where Sanitizer.isUnsafe(scalar): false
      default:
        scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
      }
    }
  }

  /// The text in the form for one line of a log, cut at ``logLimit``.
  package var description: String { sanitized(limit: Self.logLimit) }

  /// The text without any character that a terminal, a log or XML would act on.
  ///
  /// It has at most `limit` Unicode scalars; `…` ends a text that was cut.
  package func sanitized(limit: Int = .max) -> String {
    Sanitizer.oneLine(shown, limit: limit)
  }

  /// The words of the sanitised text with one space between them, or nil when it is blank.
  ///
  /// They have at most `limit` Unicode scalars; `…` ends a text that was cut.
  func words(limit: Int) -> String? {
    guard !isBlank else { return nil }
    let words = sanitized().unicodeScalars.split(separator: " ").map { String($0) }
    return Sanitizer.oneLine(words.joined(separator: " "), limit: limit)
  }

  /// Whether the text is the same, byte for byte, as a text of the program's own.
  ///
  /// Unicode's canonical equivalence does not count: `K` is not the sign for kelvin.
  package func equals(_ ours: String) -> Bool {
    !isCut && raw.utf8.elementsEqual(ours.utf8)
  }

  /// Whether the text contains a word of the program's own, without regard to case.
  package func mentions(_ word: String) -> Bool {
    raw.lowercased().contains(word.lowercased())
  }

  /// The text as a ``Keyword``, to compare it with the words that the API documents, or nil when it
  /// was cut: `successful`, then 16,380 spaces, then `not` would count as `successful`.
  package var keyword: Keyword? { isCut ? nil : Keyword(raw) }

  func matches(_ glob: Glob) -> Bool { glob.matches(raw) }

  /// The letters and digits that a report's class name is made of.
  var upperCamelCase: String { Keyword.upperCamelCase(shown) }
}

extension UntrustedText: CustomDebugStringConvertible, CustomReflectable {
  package var debugDescription: String { description }

  /// Without children, so that `dump` and a mirror of an enclosing value show no raw text either.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A word of the API's vocabulary, compared without case, `_`, `-` and spaces.
///
/// Older pages of the API write `SUCCESSFUL`, and its sister APIs `IN_PROGRESS`.
package struct Keyword: Hashable, Sendable {
  let letters: String

  package init(_ text: some StringProtocol) {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      letters = text.lowercased().filter { !["_", "-", " "].contains($0) }
      return
    }
    // A publish may list a hundred thousand words, and the documented ones are all ASCII.
    letters = String(unsafeUninitializedCapacity: text.utf8.count) { letters in
      var count = 0
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "): continue
        default: letters[count] = byte.lowercase
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
