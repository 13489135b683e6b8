import Synchronization

/// Counts what happens on any thread.
final class Counter: Sendable {
  private let storage = Mutex(0)

  var value: Int { storage.withLock { $0 } }

  /// - Returns: the new value.
  func increment() -> Int {
    storage.withLock {
      $0 += 1
      return $0
    }
  }
}
