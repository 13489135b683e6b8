/// Text that the server wrote and that nobody has vouched for.
///
/// The raw characters cannot be reached: interpolation and ``sanitized(limit:)`` both go through
/// the one ``Sanitizer``, so hostile text cannot be written to a log or a report by mistake.
package struct ServerText: Hashable, Sendable, CustomStringConvertible {
  /// How much of a value is kept, in Unicode scalars: enough for a report's body of 16 KiB.
  package static let keptScalars = 16_384

  /// How much of a value one line of a log shows, in characters after sanitising.
  package static let logLimit = 240

  private let raw: String

  /// Whether the text went on after what is kept of it: then it equals no text of ours.
  package let isCut: Bool

  package init(_ raw: some StringProtocol) {
    self.init(String(raw))
  }

  /// Not generic, and without a look at each character of what is short: a publish may have half a
  /// million texts.
  package init(_ raw: String) {
    self.init(raw, isCut: false)
  }

  private init(_ raw: String, isCut: Bool) {
    // So few bytes hold no more scalars.
    guard raw.utf8.count > Self.keptScalars else {
      self.raw = raw
      self.isCut = isCut
      return
    }
    let kept = raw.unicodeScalars.prefix(Self.keptScalars)
    self.raw = String(String.UnicodeScalarView(kept))
    self.isCut = isCut || kept.endIndex < raw.endIndex
  }

  package var isEmpty: Bool { raw.isEmpty }

  /// The text after a filter that takes secrets out; what the filter returns is still untrusted.
  func redacted(by filter: (String) -> String) -> ServerText {
    ServerText(filter(raw), isCut: isCut)
  }

  /// Whether a reader would see nothing, or only spaces.
  var isBlank: Bool {
    raw.unicodeScalars.allSatisfy { scalar in
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
    Sanitizer.oneLine(raw, limit: limit)
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
  package func equals(_ ours: String) -> Bool { !isCut && raw == ours }

  /// Whether the text contains one of our words, without regard to case.
  package func mentions(_ word: String) -> Bool {
    raw.lowercased().contains(word.lowercased())
  }

  /// The text as a ``Word``, to compare it with the words that the API documents, or nil when it
  /// was cut: spaces would be left of `successful`, 16,380 spaces and `not`.
  package var word: Word? { isCut ? nil : Word(raw) }

  func matches(_ glob: Glob) -> Bool { glob.matches(raw) }

  /// The letters and digits that a report's class name is made of.
  var upperCamelCase: String { Word.upperCamelCase(raw) }
}
