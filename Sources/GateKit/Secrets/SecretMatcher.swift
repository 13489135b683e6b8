/// Finds secrets in a text, in whatever form they are written, in one pass.
///
/// A text is read as characters and as letters at once (``SecretPattern/View``), with its escapes
/// undone. Eight bytes of either are looked up in a filter for each byte that is read; that takes
/// some two nanoseconds, and nothing else is done to a text in which no secret stands.
struct SecretMatcher: Sendable {
  private let characters: PatternIndex
  private let letters: PatternIndex

  /// Who wrote a text.
  enum Origin {
    /// The program: secrets are broken up by what stands in the text of a sentence, but not by what
    /// holds a log of JSON or a document together.
    case here
    case elsewhere
  }

  init(_ patterns: [SecretPattern]) {
    characters = PatternIndex(of: patterns.filter { $0.view == .characters })
    letters = PatternIndex(of: patterns.filter { $0.view == .letters })
  }

  /// The text with a mask in the place of each secret, or nil when there is none.
  func redacted(_ text: String, written origin: Origin, by mask: String) -> String? {
    var text = text
    return text.withUTF8 { bytes in
      let roles = ByteRoles.of(origin)
      guard mayHoldSecret(bytes, roles) else { return nil }
      let isDocument = origin == .here && MarkupDocument.begins(bytes)
      let areas =
        isDocument
        ? MarkupDocument.texts(in: bytes).filter {
          mayHoldSecret(.init(rebasing: bytes[$0]), roles)
        }
        : [bytes.indices]
      var result: [UInt8] = []
      var copied = 0
      for area in areas {
        for range in ranges(in: bytes, area, roles) {
          result += bytes[copied..<range.lowerBound]
          result += mask.utf8
          copied = range.upperBound
        }
      }
      guard copied > 0 else { return nil }
      result += bytes[copied...]
      // Whole characters were replaced, so what is left is UTF-8 too.
      return String(decoding: result, as: UTF8.self)
    }
  }

  /// Whether eight bytes of a pattern stand in the text.
  private func mayHoldSecret(_ bytes: UnsafeBufferPointer<UInt8>, _ roles: ByteRoles) -> Bool {
    guard bytes.count >= SecretPattern.shortest, !characters.isEmpty || !letters.isEmpty else {
      return false
    }
    return characters.withLookup { characters in
      letters.withLookup { letters in
        roles.withEntries { roles in
          var seen = EscapesSeen()
          return Self.mayHoldSecret(bytes, roles, .usual, &seen, characters, letters)
            || seen.otherReadings.contains {
              Self.mayHoldSecret(bytes, roles, $0, &seen, characters, letters)
            }
        }
      }
    }
  }

  private static func mayHoldSecret(
    _ bytes: UnsafeBufferPointer<UInt8>, _ roles: UnsafeBufferPointer<ByteRoles.Entry>,
    _ reading: EscapeReading, _ seen: inout EscapesSeen,
    _ characters: PatternIndex.Lookup, _ letters: PatternIndex.Lookup
  ) -> Bool {
    var character: UInt64 = 0
    var letter: UInt64 = 0
    var index = 0
    while index < bytes.count {
      let role = roles[Int(bytes[index])]
      guard role.beginsEscape, let escape = TextEscape(in: bytes, at: index, of: reading.kinds)
      else {
        character = character << 8 | role.character
        letter = letter &<< role.letterShift | role.letter
        if characters.holds(character) || letters.holds(letter) { return true }
        index += 1
        continue
      }
      seen.note(escape, in: bytes[index])
      var found = false
      escape.forEachByte(in: bytes, at: index, reading) { byte in
        let role = roles[Int(byte)]
        character = character << 8 | role.character
        letter = letter &<< role.letterShift | role.letter
        found = found || characters.holds(character) || letters.holds(letter)
      }
      if found { return true }
      index += escape.length
    }
    return false
  }

  /// Where secrets stand in a part of the text, in order and apart from each other.
  private func ranges(
    in bytes: UnsafeBufferPointer<UInt8>, _ area: Range<Int>, _ roles: ByteRoles
  ) -> [Range<Int>] {
    let part = UnsafeBufferPointer(rebasing: bytes[area])
    let views = TextViews(of: part, roles, .usual)
    let others = views.seen.otherReadings.map { TextViews(of: part, roles, $0) }
    var found = ([views] + others).flatMap {
      characters.matches(in: $0.characters, of: part) + letters.matches(in: $0.letters, of: part)
    }
    found.sort { $0.lowerBound < $1.lowerBound }
    var apart: [Range<Int>] = []
    for range in found {
      if let last = apart.last, range.lowerBound < last.upperBound {
        apart[apart.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        apart.append(range)
      }
    }
    return apart.map { $0.lowerBound + area.lowerBound..<$0.upperBound + area.lowerBound }
  }
}
