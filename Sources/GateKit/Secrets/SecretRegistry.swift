import Synchronization

/// Every secret of a run, and the filter that keeps them out of whatever leaves the program.
package final class SecretRegistry: Sendable {
  /// What stands in a secret's place: harmless in XML and JSON, and what CI systems write too.
  package static let mask = "***"

  /// Shorter secrets are not looked for: each would blank out ordinary words all over a log.
  package static let shortestSecret = SecretPattern.shortest

  private let contents = Mutex(KnownSecrets())

  package init() {}

  /// Makes a secret known, from now on.
  ///
  /// - Parameters:
  ///   - isMaskedByCI: whether a CI should hide it in the log of the whole job, as it need not a
  ///     token that is worth nothing after one request.
  ///   - isUsedOnce: whether it is such a token, of which only the last few are remembered.
  package func register(
    _ secret: Secret, isMaskedByCI: Bool = true, isUsedOnce: Bool = false
  ) {
    guard secret.revealed().utf8.count >= Self.shortestSecret else { return }
    contents.withLock {
      $0.add(secret, isMaskedByCI: isMaskedByCI, isUsedOnce: isUsedOnce)
    }
  }

  /// The secrets that are new since the last call, for a CI's command to mask them.
  package func unannounced() -> [Secret] {
    contents.withLock { $0.announce() }
  }

  /// A text of the program's own with every known secret, however it is written, replaced by
  /// ``mask``; a document of XML or HTML stays one.
  package func redacted(_ text: String) -> String {
    matcher.redacted(text, written: .here, by: Self.mask) ?? text
  }

  /// The same of a text that was written elsewhere, where a secret may be broken up by anything.
  package func redacted(foreign text: String) -> String { foreignFilter(text) ?? text }

  /// Takes the secrets that are known now out of texts that were written elsewhere; gives nil for a
  /// text that holds none of them.
  package var foreignFilter: @Sendable (String) -> String? {
    let matcher = matcher
    return { matcher.redacted($0, written: .elsewhere, by: Self.mask) }
  }

  private var matcher: SecretMatcher { contents.withLock { $0.currentMatcher() } }
}
