/// The patterns of one view, found by eight of their bytes.
struct PatternIndex: Sendable {
  /// A place in a pattern at which eight bytes stand.
  struct Posting {
    let pattern: Int
    let offset: Int
  }

  /// How many places of the same eight bytes are kept: of a pattern that repeats itself over and over
  /// the first ones are enough.
  private static let postingLimit = 16

  private let patterns: [SecretPattern]
  private let postings: [UInt64: [Posting]]

  /// A Bloom filter: for eight bytes of a pattern, the bits at both of their hashes are set.
  private let filter: [UInt64]

  /// How far a hash is shifted to the right to become the number of a bit.
  private let shift: UInt64

  init(of patterns: [SecretPattern]) {
    self.patterns = patterns
    var postings: [UInt64: [Posting]] = [:]
    for (number, pattern) in patterns.enumerated() {
      // Sixteen bytes in a row hold eight that begin at a multiple of eight.
      let end = pattern.isWhole ? 1 : pattern.bytes.count - SecretPattern.shortest + 1
      for offset in stride(from: 0, to: end, by: SecretPattern.shortest) {
        let key = pattern.bytes[offset..<offset + SecretPattern.shortest]
          .reduce(0) { $0 << 8 | UInt64($1) }
        let list = postings[key, default: []]
        guard list.count < Self.postingLimit else { continue }
        postings[key] = list + [Posting(pattern: number, offset: offset)]
      }
    }
    self.postings = postings
    let bits = max(10, min(20, 70 - UInt64(postings.count).leadingZeroBitCount))
    shift = UInt64(64 - bits)
    var filter = [UInt64](repeating: 0, count: 1 << (bits - 6))
    for key in postings.keys {
      for bit in [Lookup.first(key) >> shift, Lookup.second(key) >> shift] {
        filter[Int(bit >> 6)] |= 1 << (bit & 63)
      }
    }
    self.filter = filter
  }

  var isEmpty: Bool { patterns.isEmpty }

  /// Finds the patterns that have eight bytes.
  struct Lookup {
    fileprivate let filter: UnsafeBufferPointer<UInt64>
    fileprivate let shift: UInt64
    fileprivate let postings: [UInt64: [Posting]]

    @inline(__always)
    func holds(_ key: UInt64) -> Bool { postings(of: key) != nil }

    @inline(__always)
    fileprivate func postings(of key: UInt64) -> [Posting]? {
      isSet(Self.first(key)) && isSet(Self.second(key)) ? postings[key] : nil
    }

    @inline(__always)
    private func isSet(_ hash: UInt64) -> Bool {
      let bit = hash &>> shift
      return filter[Int(truncatingIfNeeded: bit &>> 6)] &>> bit & 1 == 1
    }

    /// The two hashes: products with odd numbers that mix the upper bits well.
    @inline(__always)
    fileprivate static func first(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }
    @inline(__always)
    fileprivate static func second(_ key: UInt64) -> UInt64 { key &* 0xC2B2_AE3D_27D4_EB4F }
  }

  func withLookup<Result>(_ body: (Lookup) -> Result) -> Result {
    filter.withUnsafeBufferPointer {
      body(Lookup(filter: $0, shift: shift, postings: postings))
    }
  }

  /// The parts of the text that give a pattern away.
  func matches(in view: TextViews.View, of text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    withLookup { matches(in: view, of: text, $0) }
  }

  private func matches(
    in view: TextViews.View, of text: UnsafeBufferPointer<UInt8>, _ lookup: Lookup
  ) -> [Range<Int>] {
    var found: [Range<Int>] = []
    // Within a range that was found, only other patterns that are whole can find anything new.
    var covered = 0
    var coveredByWhole: [Int: Int] = [:]
    var key: UInt64 = 0
    for (index, byte) in view.bytes.enumerated() {
      key = key << 8 | UInt64(byte)
      guard index + 1 >= SecretPattern.shortest, let list = lookup.postings(of: key) else {
        continue
      }
      for posting in list {
        let pattern = patterns[posting.pattern]
        let end = pattern.isWhole ? coveredByWhole[posting.pattern, default: 0] : covered
        guard index >= end else { continue }
        let run = run(of: pattern, in: view.bytes, posting, endingAt: index + 1)
        guard run.view.count >= pattern.shortestRun else { continue }
        covered = max(covered, run.view.upperBound)
        if pattern.isWhole { coveredByWhole[posting.pattern] = run.view.upperBound }
        found.append(place(of: run.view, run.offset, of: pattern, in: view, text))
      }
    }
    return found
  }

  /// The bytes around a posting in which the pattern and the text agree, and their offset in the
  /// pattern.
  private func run(
    of pattern: SecretPattern, in bytes: [UInt8], _ posting: Posting, endingAt end: Int
  ) -> (view: Range<Int>, offset: Int) {
    var start = end - SecretPattern.shortest
    var offset = posting.offset
    while start > 0, offset > 0, bytes[start - 1] == pattern.bytes[offset - 1] {
      start -= 1
      offset -= 1
    }
    var end = end
    while end < bytes.count, offset + end - start < pattern.bytes.count,
      bytes[end] == pattern.bytes[offset + end - start]
    {
      end += 1
    }
    return (start..<end, offset)
  }

  /// The bytes of the text that a run was read from, with the characters of base64 around it that
  /// hold bits of the secret.
  private func place(
    of run: Range<Int>, _ offset: Int, of pattern: SecretPattern, in view: TextViews.View,
    _ text: UnsafeBufferPointer<UInt8>
  ) -> Range<Int> {
    var start = view.places[run.lowerBound].lowerBound
    var end = view.places[run.upperBound - 1].upperBound
    if offset == 0 {
      for _ in 0..<pattern.before where start > 0 && Base64.isInAlphabet(text[start - 1]) {
        start -= 1
      }
    }
    if offset + run.count == pattern.bytes.count {
      for _ in 0..<pattern.after where end < text.count && Base64.isInAlphabet(text[end]) {
        end += 1
      }
    }
    return start..<end
  }
}
