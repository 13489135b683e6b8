/// Text that the server wrote and that nobody has vouched for.
///
/// The raw characters cannot be reached: interpolation and ``sanitized(limit:)`` both go through
/// the one ``Sanitizer``, so hostile text cannot be written to a log or a report by mistake. What is
/// shown lacks the secrets that the server echoed; what is compared is the text as it was sent, or
/// two names that differ in a secret would be one.
package struct UntrustedText: Hashable, Sendable, CustomStringConvertible {
  /// How much of a value is kept, in Unicode scalars: enough for a report's body of 16 KiB.
  package static let keptScalars = 16_384

  /// How much of a value one line of a log shows, in characters after sanitising.
  package static let logLimit = 240

  /// As it was sent, to be compared and nothing else.
  private let raw: String

  /// What of it may be shown once it has been sanitised.
  private var shown: String

  /// Whether the text went on after what is kept of it: then it equals no text of ours.
  package let isCut: Bool

  package init(_ raw: some StringProtocol) {
    self.init(String(raw))
  }

  /// Not generic, and without a look at each character of what is short: a publish may have half a
  /// million texts.
  package init(_ raw: String) {
    // So few bytes hold no more scalars.
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

  /// How much work it is to show the text: its bytes of UTF-8, of which those count four times that
  /// may have to be written in another way, up to eight times as long.
  var cost: Int {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
        UInt8(ascii: "["), UInt8(ascii: "#"):
        false
      default: (0x20...0x7E).contains(byte)
      }
    }
    func count(_ bytes: some Sequence<UInt8>) -> Int {
      var cost = 0
      for byte in bytes { cost += isPlain(byte) ? 1 : 4 }
      return cost
    }
    return raw.utf8.withContiguousStorageIfAvailable { count($0) } ?? count(raw.utf8)
  }

  /// The text that shows only what a filter lets through, or nil when the filter finds nothing to
  /// take out; what the filter returns is still untrusted.
  func redacted(by filter: (String) -> String?) -> UntrustedText? {
    filter(shown).map { shown in
      var text = self
      text.shown = shown
      return text
    }
  }

  /// Whether a reader would see nothing, or only spaces.
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
  /// It has at most `limit` Unicode scalars; what is cut is shown by `…`.
  package func sanitized(limit: Int = .max) -> String {
    Sanitizer.oneLine(shown, limit: limit)
  }

  /// The words of the sanitised text with one space between them, or nil when it is blank.
  ///
  /// They have at most `limit` Unicode scalars; what is cut is shown by `…`.
  func words(limit: Int) -> String? {
    guard !isBlank else { return nil }
    let words = sanitized().unicodeScalars.split(separator: " ").map { String($0) }
    return Sanitizer.oneLine(words.joined(separator: " "), limit: limit)
  }

  /// Whether the text is the same, character for character, as one of ours.
  ///
  /// Unicode's canonical forms do not count: `K` is not the sign for kelvin.
  package func equals(_ ours: String) -> Bool {
    !isCut && raw.utf8.elementsEqual(ours.utf8)
  }

  /// Whether the text contains one of our words, without regard to case.
  package func mentions(_ word: String) -> Bool {
    raw.lowercased().contains(word.lowercased())
  }

  /// The text as a ``Keyword``, to compare it with the words that the API documents, or nil when it
  /// was cut: spaces would be left of `successful`, 16,380 spaces and `not`.
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
