/// Finds secrets in a text, in whatever form they are written.
///
/// A text is read once, in both of its views (``SecretPattern/View``) and with its escapes undone. For
/// each byte, the last eight bytes of either view are looked up in a filter, which takes some two
/// nanoseconds. A text without a secret needs nothing else.
struct SecretMatcher: Sendable {
  private let characters: PatternIndex
  private let letters: PatternIndex

  /// Who wrote a text.
  enum Origin {
    /// The program: a secret may be broken up by white space and the punctuation of tokens, but not
    /// by the quotes, brackets and tags that hold a log of JSON or a document together.
    case here
    /// Anybody else: a secret may be broken up by anything.
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
      let (roles, isDocument) =
        switch origin {
        case .here: (ByteRoles.here, MarkupDocument.begins(bytes))
        case .elsewhere: (ByteRoles.elsewhere, false)
        }
      guard mayHoldSecret(bytes, roles) else { return nil }
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
      // Whole characters were replaced, so the result is UTF-8 too.
      return String(decoding: result, as: UTF8.self)
    }
  }

  /// Whether eight bytes of a pattern stand in the text.
  private func mayHoldSecret(_ text: UnsafeBufferPointer<UInt8>, _ roles: ByteRoles) -> Bool {
    guard text.count >= SecretPattern.shortest, !characters.isEmpty || !letters.isEmpty else {
      return false
    }
    return characters.withLookup { characters in
      letters.withLookup { letters in
        var seen = EscapesSeen()
        func holdsPattern(_ reading: EscapeReading) -> Bool {
          var character: UInt64 = 0
          var letter: UInt64 = 0
          return reading.contains(in: text, roles, &seen) { role, _ in
            character = character << 8 | role.character
            letter = letter &<< role.letterShift | role.letter
            return characters.holds(character) || letters.holds(letter)
          }
        }
        return holdsPattern(.usual) || seen.otherReadings.contains(where: holdsPattern)
      }
    }
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
