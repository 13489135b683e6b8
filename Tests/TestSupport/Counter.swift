import Synchronization

/// Counts what happens on any thread.
package final class Counter: Sendable {
  private let storage = Mutex(0)

  package init() {}

  package var value: Int { storage.withLock { $0 } }

  /// - Returns: the new value.
  @discardableResult
  package func increment() -> Int {
    storage.withLock {
      $0 += 1
      return $0
    }
  }
}
