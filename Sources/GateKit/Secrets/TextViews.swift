/// How each byte of a text reads when secrets are looked for in it.
struct ByteRoles: Sendable {
  struct Entry {
    /// The byte in the view of characters.
    let character: UInt64
    /// The byte in the view of letters; of no consequence where that view skips it.
    let letter: UInt64
    /// Eight, or zero where the view of letters skips the byte.
    let letterShift: UInt64
    let beginsEscape: Bool
  }

  fileprivate let entries: [Entry]

  /// Of a text that the program wrote, the view of letters skips white space and the punctuation of
  /// tokens: quotes, brackets and commas may hold a line of JSON together.
  static let here = ByteRoles { " \t\r\n-_.+/".utf8.contains($0) }

  /// Of any other text, the view of letters skips everything but the mask: the parts of the text
  /// before and behind a mask must not be read together.
  static let elsewhere = ByteRoles { $0 != UInt8(ascii: "*") }

  private init(skips: (UInt8) -> Bool) {
    entries = (0...UInt8.max).map { byte in
      let isSkipped = !byte.isLetterOrDigit && skips(byte)
      return Entry(
        character: UInt64(byte.lowercase), letter: isSkipped ? 0 : UInt64(byte.lowercase),
        letterShift: isSkipped ? 0 : 8, beginsEscape: !TextEscape.Kinds.begun(by: byte).isEmpty)
    }
  }
}

/// The two views of a text in which secrets are looked for.
struct TextViews {
  struct View {
    private(set) var bytes: [UInt8] = []
    /// The bytes of the text from which each byte was read.
    private(set) var places: [Range<Int>] = []

    init(capacity: Int) {
      bytes.reserveCapacity(capacity)
      places.reserveCapacity(capacity)
    }

    mutating func append(_ byte: UInt64, at place: Range<Int>) {
      bytes.append(UInt8(truncatingIfNeeded: byte))
      places.append(place)
    }
  }

  let characters: View
  let letters: View
  let seen: EscapesSeen

  init(of text: UnsafeBufferPointer<UInt8>, _ roles: ByteRoles, _ reading: EscapeReading) {
    var characters = View(capacity: text.count)
    var letters = View(capacity: text.count)
    var seen = EscapesSeen()
    _ = reading.contains(in: text, roles, &seen) { role, place in
      characters.append(role.character, at: place)
      if role.letterShift > 0 { letters.append(role.letter, at: place) }
      return false
    }
    (self.characters, self.letters, self.seen) = (characters, letters, seen)
  }
}

/// Which escapes of a text are undone when it is read.
struct EscapeReading {
  let kinds: TextEscape.Kinds
  /// Whether an escape that was escaped again is undone to the last, and not by one step.
  var isThorough = false

  /// What most texts need, where a secret was escaped once.
  static let usual = EscapeReading(kinds: .all)

  /// Reads a text byte by byte, as this reading undoes its escapes, until a byte meets a condition.
  ///
  /// - Parameters:
  ///   - seen: learns the escapes of the text.
  ///   - condition: is given how a byte reads, and the bytes of the text that it was read from.
  /// - Returns: whether a byte met the condition.
  @inline(__always)
  func contains(
    in text: UnsafeBufferPointer<UInt8>, _ roles: ByteRoles, _ seen: inout EscapesSeen,
    where condition: (ByteRoles.Entry, Range<Int>) -> Bool
  ) -> Bool {
    roles.entries.withUnsafeBufferPointer { roles in
      var index = 0
      while index < text.count {
        let role = roles[Int(text[index])]
        guard role.beginsEscape, let escape = TextEscape(in: text, at: index, of: kinds) else {
          if condition(role, index..<index + 1) { return true }
          index += 1
          continue
        }
        seen.note(escape, in: text[index])
        let place = index..<index + escape.length
        let isMet =
          if let remainder = escape.remainder, !isThorough {
            condition(roles[Int(text[index])], place)
              || text[place].suffix(remainder).contains { condition(roles[Int($0)], place) }
          } else {
            (0..<escape.bytes.count).contains { condition(roles[Int(escape.bytes[$0])], place) }
          }
        if isMet { return true }
        index = place.upperBound
      }
      return false
    }
  }
}

/// The escapes that a text has.
struct EscapesSeen {
  private var kinds: TextEscape.Kinds = []
  private var areNested = false

  mutating func note(_ escape: TextEscape, in first: UInt8) {
    kinds.formUnion(.begun(by: first))
    areNested = areNested || escape.remainder != nil
  }

  /// How else the text may be meant than with every escape undone: the characters of an escape may
  /// be a part of a secret, or stand before it.
  var otherReadings: [EscapeReading] {
    guard !kinds.isEmpty else { return [] }
    let each: [TextEscape.Kinds] = [.percent, .backslash, .reference, .bar]
    let present = each.filter { kinds.contains($0) }
    return [EscapeReading(kinds: [])]
      + (present.count > 1 ? present.map { EscapeReading(kinds: $0) } : [])
      + (areNested ? [EscapeReading(kinds: .all, isThorough: true)] : [])
  }
}
