import Synchronization

/// Every secret of a run, and the filter that keeps them out of whatever leaves the program.
package final class SecretRegistry: Sendable {
  /// The text that replaces a secret: harmless in XML and JSON, and the mask of CI systems too.
  package static let mask = "***"

  /// Shorter secrets are not looked for: each would blank out ordinary words all over a log.
  package static let shortestSecret = SecretPattern.shortest

  private let known = Mutex(KnownSecrets())

  package init() {}

  /// Makes a secret known, from now on.
  ///
  /// - Parameters:
  ///   - isMaskedByCI: whether a CI should hide the secret in the log of the whole job; a token that
  ///     is worth nothing after one request need not be hidden.
  ///   - isUsedOnce: whether the secret is such a token; only the last few of them are remembered.
  package func register(_ secret: Secret, isMaskedByCI: Bool = true, isUsedOnce: Bool = false) {
    guard secret.revealed().utf8.count >= Self.shortestSecret else { return }
    known.withLock { $0.add(secret, isMaskedByCI: isMaskedByCI, isUsedOnce: isUsedOnce) }
  }

  /// The secrets that are new since the last call, for a CI's command to mask them.
  package func unannounced() -> [Secret] {
    known.withLock { $0.announce() }
  }

  /// A text that the program wrote, with ``mask`` in the place of each known secret, however it is
  /// escaped or encoded; the tags of a document of XML or HTML stay as they are.
  package func redacted(_ text: String) -> String {
    matcher.redacted(text, written: .here, by: Self.mask) ?? text
  }

  /// A text that the server or another program wrote, with ``mask`` in the place of each known
  /// secret, whatever stands between the secret's characters.
  package func redacted(foreign text: String) -> String { foreignFilter(text) ?? text }

  /// Does the same as ``redacted(foreign:)`` with the secrets that are known now; returns nil for a
  /// text without any of them.
  package var foreignFilter: @Sendable (String) -> String? {
    let matcher = matcher
    return { matcher.redacted($0, written: .elsewhere, by: Self.mask) }
  }

  private var matcher: SecretMatcher { known.withLock { $0.currentMatcher() } }
}

/// The secrets that can still turn up in a text.
private struct KnownSecrets {
  /// How many tokens are remembered of those that are worth nothing after one request.
  private static let usedOnceLimit = 8

  /// The bytes of lasting secrets that are remembered, besides the first ones, from which every other
  /// secret is made: a token command may bring new tokens all along, and each makes searching slower.
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

  /// Finds a secret that is registered again without a look at each entry.
  private var secrets: Set<Secret> = []

  /// Nil when the entries have changed since the matcher was made.
  private var matcher: SecretMatcher?

  mutating func add(_ secret: Secret, isMaskedByCI: Bool, isUsedOnce: Bool) {
    guard secrets.insert(secret).inserted else {
      guard let index = entries.firstIndex(where: { $0.secret == secret }) else { return }
      entries[index].isMaskedByCI = entries[index].isMaskedByCI || isMaskedByCI
      entries[index].isUsedOnce = entries[index].isUsedOnce && isUsedOnce
      return
    }
    entries.append(
      Entry(
        secret: secret, patterns: SecretPattern.all(of: secret),
        size: secret.revealed().utf8.count, isMaskedByCI: isMaskedByCI, isUsedOnce: isUsedOnce))
    forgetTheOldest()
    matcher = nil
  }

  /// The secrets that a CI should hide and that were not announced before.
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
