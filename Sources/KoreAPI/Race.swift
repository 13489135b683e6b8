package import Dispatch

/// Two pieces of work at once, of which only the first to end counts.
package enum Race {
  /// What the first of two brings; the other one is cancelled, and its end is waited for.
  package static func first<Value: Sendable>(
    of one: @escaping @Sendable () async -> Value, or other: @escaping @Sendable () async -> Value
  ) async -> Value {
    await withTaskGroup(of: Value.self) { group in
      group.addTask { await one() }
      group.addTask { await other() }
      defer { group.cancelAll() }
      // A group of two always has a next.
      guard let first = await group.next() else { return await other() }
      return first
    }
  }

  /// What the first of two brings; the other one is cancelled, but nobody waits for it: it may hang
  /// in spite of that.
  ///
  /// - Returns: nil when the caller's own task is cancelled before one of the two has ended.
  package static func firstLeavingOther<Value: Sendable>(
    of one: @escaping @Sendable () async -> Value, or other: @escaping @Sendable () async -> Value
  ) async -> Value? {
    let (results, end) = AsyncStream.makeStream(of: Value.self)
    let tasks = [one, other].map { work in Task { end.yield(await work()) } }
    defer { for task in tasks { task.cancel() } }
    return await results.first { _ in true }
  }
}

extension DispatchQueue {
  /// What some work brings that may block its thread: those of tasks must not be blocked, for there
  /// may be just one.
  package func result<Value: Sendable>(of work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      self.async { continuation.resume(returning: work()) }
    }
  }
}
