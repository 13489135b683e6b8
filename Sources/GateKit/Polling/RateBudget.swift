/// The API's limits for one bot, as a budget of requests: 60 a minute and 1,800 an hour, rolling.
///
/// Source: https://developer.kore.ai/docs/bots/api-guide/apis/#Rate_Limits
struct RateBudget: Equatable, Sendable {
  /// Requests reach the server with unequal delays, so each window is kept this much longer.
  private static let guardTime: Duration = .seconds(1)

  private struct Window {
    let requests: Int
    let length: Duration
  }

  private static let windows = [
    Window(requests: 60, length: .seconds(60) + guardTime),
    Window(requests: 1_800, length: .seconds(3_600) + guardTime),
  ]

  /// When the last requests were sent, oldest first; at most 1,800.
  private var sent: [Duration] = []

  mutating func spend(at now: Duration) {
    sent.append(now)
    if sent.count > 1_800 { sent.removeFirst(sent.count - 1_800) }
  }

  /// The first time from `now` on at which one more request is within both limits.
  func earliest(from now: Duration) -> Duration {
    Self.windows.reduce(now) { earliest, window in
      guard sent.count >= window.requests else { return earliest }
      return max(earliest, sent[sent.count - window.requests] + window.length)
    }
  }

  /// The first time from `now` on at which a request leaves enough for all that is still to come.
  ///
  /// Once a third of a window's requests are spent, the others are spread over what is left of it:
  /// (window left) / (requests left). So a burst never leaves the gate blind until it is forgotten.
  ///
  /// - Parameter reserve: how many requests are kept back, one for each limit at which a last one is
  ///   made.
  func paced(from now: Duration, keeping reserve: Int) -> Duration {
    Self.windows.reduce(earliest(from: now)) { earliest, window in
      let recent = sent[firstIndex(after: now - window.length)...]
      guard recent.count >= window.requests / 3, let oldest = recent.first else { return earliest }
      let windowLeft = oldest + window.length - now
      let requestsLeft = max(1, window.requests - reserve - recent.count)
      return max(earliest, now + windowLeft / requestsLeft)
    }
  }

  /// The place of the first request that was sent after a time.
  private func firstIndex(after time: Duration) -> Int {
    var (low, high) = (0, sent.count)
    while low < high {
      let middle = (low + high) / 2
      if sent[middle] > time { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
