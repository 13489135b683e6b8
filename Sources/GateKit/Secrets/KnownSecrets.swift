/// The secrets that can still turn up.
struct KnownSecrets: Sendable {
  /// Of the tokens that are worth nothing after one request, only the last can still turn up.
  static let usedOnceLimit = 8

  /// The bytes of lasting secrets that are kept, beside the first ones, from which every other
  /// secret is made: tokens that are renewed all along must not make each search slower.
  private static let byteLimit = 4 * Secret.lengthLimit
  private static let alwaysKept = 16

  private struct Entry {
    let secret: Secret
    let patterns: [SecretPattern]
    let size: Int
    var isMaskedByCI: Bool
    var isUsedOnce: Bool
    var isAnnounced = false
  }

  private var entries: [Entry] = []
  private var secrets: Set<Secret> = []

  /// Nil when the entries have changed since it was made.
  private var matcher: SecretMatcher?

  mutating func add(_ secret: Secret, isMaskedByCI: Bool, isUsedOnce: Bool) {
    guard secrets.insert(secret).inserted else {
      update(secret, isMaskedByCI: isMaskedByCI, isUsedOnce: isUsedOnce)
      return
    }
    entries.append(
      Entry(
        secret: secret, patterns: SecretPattern.all(of: secret),
        size: secret.revealed().utf8.count, isMaskedByCI: isMaskedByCI, isUsedOnce: isUsedOnce))
    forgetTheOldest()
    matcher = nil
  }

  /// Those that others should hide and that were not announced before.
  mutating func announce() -> [Secret] {
    let new = entries.indices.filter { entries[$0].isMaskedByCI && !entries[$0].isAnnounced }
    for index in new { entries[index].isAnnounced = true }
    return new.map { entries[$0].secret }
  }

  mutating func currentMatcher() -> SecretMatcher {
    if let matcher { return matcher }
    let new = SecretMatcher(entries.flatMap(\.patterns))
    matcher = new
    return new
  }

  private mutating func update(_ secret: Secret, isMaskedByCI: Bool, isUsedOnce: Bool) {
    guard let index = entries.firstIndex(where: { $0.secret == secret }) else { return }
    entries[index].isMaskedByCI = entries[index].isMaskedByCI || isMaskedByCI
    entries[index].isUsedOnce = entries[index].isUsedOnce && isUsedOnce
  }

  /// Never forgets the newest.
  private mutating func forgetTheOldest() {
    if entries.count(where: \.isUsedOnce) > Self.usedOnceLimit,
      let oldest = entries.firstIndex(where: \.isUsedOnce)
    {
      remove(at: oldest)
    }
    var size = entries.dropFirst(Self.alwaysKept).reduce(0) { $0 + $1.size }
    while size > Self.byteLimit, entries.count > Self.alwaysKept + 1 {
      size -= entries[Self.alwaysKept].size
      remove(at: Self.alwaysKept)
    }
  }

  private mutating func remove(at index: Int) {
    secrets.remove(entries.remove(at: index).secret)
  }
}
