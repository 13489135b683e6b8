/// What each byte of a text is to those who look for secrets.
struct ByteRoles: Sendable {
  struct Entry {
    /// As it reads in the view of characters.
    let character: UInt64
    /// As it reads in the view of letters; of no consequence where it is skipped.
    let letter: UInt64
    /// Eight, or zero where it is skipped.
    let letterShift: UInt64
    let beginsEscape: Bool
  }

  private let entries: [Entry]

  static func of(_ origin: SecretMatcher.Origin) -> ByteRoles {
    switch origin {
    case .here: here
    case .elsewhere: elsewhere
    }
  }

  /// White space, and what belongs to a token: quotes, brackets and commas may hold a line of JSON
  /// together.
  private static let here = ByteRoles { " \t\r\n-_.+/".utf8.contains($0) }

  /// Everything but the mask, or else what is left on both sides of one would be read together.
  private static let elsewhere = ByteRoles { $0 != UInt8(ascii: "*") }

  private init(skips: (UInt8) -> Bool) {
    entries = (0...UInt8.max).map { byte in
      let isSkipped = !byte.isLetterOrDigit && skips(byte)
      return Entry(
        character: UInt64(byte.lowercase), letter: isSkipped ? 0 : UInt64(byte.lowercase),
        letterShift: isSkipped ? 0 : 8, beginsEscape: !TextEscape.Kinds.begun(by: byte).isEmpty)
    }
  }

  func withEntries<Result>(_ body: (UnsafeBufferPointer<Entry>) -> Result) -> Result {
    entries.withUnsafeBufferPointer(body)
  }

  subscript(byte: UInt8) -> Entry { entries[Int(byte)] }
}

/// A text as it is read when secrets are looked for, with the places of what was read.
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

  private(set) var characters: View
  private(set) var letters: View
  private(set) var seen = EscapesSeen()

  init(of text: UnsafeBufferPointer<UInt8>, _ roles: ByteRoles, _ reading: EscapeReading) {
    characters = View(capacity: text.count)
    letters = View(capacity: text.count)
    var index = 0
    while index < text.count {
      let role = roles[text[index]]
      guard role.beginsEscape, let escape = TextEscape(in: text, at: index, of: reading.kinds)
      else {
        append(role, at: index..<index + 1)
        index += 1
        continue
      }
      seen.note(escape, in: text[index])
      let place = index..<index + escape.length
      escape.forEachByte(in: text, at: index, reading) { append(roles[$0], at: place) }
      index += escape.length
    }
  }

  private mutating func append(_ role: ByteRoles.Entry, at place: Range<Int>) {
    characters.append(role.character, at: place)
    if role.letterShift > 0 { letters.append(role.letter, at: place) }
  }
}

/// Which escapes of a text are undone when it is read.
struct EscapeReading {
  let kinds: TextEscape.Kinds
  /// Whether those that were escaped again are undone to the last, and not by one step.
  var isThorough = false

  /// What most texts need, where a secret was escaped once.
  static let usual = EscapeReading(kinds: .all)
}

/// The escapes that a text has.
struct EscapesSeen {
  private var kinds: TextEscape.Kinds = []
  private var areNested = false

  mutating func note(_ escape: TextEscape, in first: UInt8) {
    kinds.formUnion(.begun(by: first))
    areNested = areNested || escape.remainder != nil
  }

  /// How else the text may be meant than with every escape undone: what looks like an escape may be
  /// a part of a secret, or stand before it.
  var otherReadings: [EscapeReading] {
    guard !kinds.isEmpty else { return [] }
    let each: [TextEscape.Kinds] = [.percent, .backslash, .reference, .bar]
    let present = each.filter { kinds.contains($0) }
    return [EscapeReading(kinds: [])]
      + (present.count > 1 ? present.map { EscapeReading(kinds: $0) } : [])
      + (areNested ? [EscapeReading(kinds: .all, isThorough: true)] : [])
  }
}

extension TextEscape {
  /// What is read in its place.
  func forEachByte(
    in text: UnsafeBufferPointer<UInt8>, at index: Int, _ reading: EscapeReading,
    _ body: (UInt8) -> Void
  ) {
    if let remainder, !reading.isThorough {
      body(text[index])
      for byte in text[index + length - remainder..<index + length] { body(byte) }
    } else {
      for byte in 0..<bytes.count { body(bytes[byte]) }
    }
  }
}
