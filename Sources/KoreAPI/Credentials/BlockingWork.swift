import Dispatch

/// Work that may block its thread, such as reading a file of a server that is gone.
///
/// It gets a thread of its own: those of tasks must not be blocked, for there may be just one. A
/// thread that hangs is left to itself.
package enum BlockingWork {
  /// What the work brings, or nil when the time is up or the task is cancelled before that.
  package static func result<Value: Sendable>(
    within time: Duration, of work: @escaping @Sendable () -> Value
  ) async -> Value? {
    let (inbox, post) = AsyncStream.makeStream(of: Value?.self)
    DispatchQueue.global().async { post.yield(work()) }
    let timer = Task {
      try? await Task.sleep(for: time)
      post.yield(nil)
    }
    defer { timer.cancel() }
    // A cancelled task is given nothing.
    for await first in inbox { return first }
    return nil
  }
}
