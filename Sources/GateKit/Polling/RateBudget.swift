/// The API's limits for one bot, as a budget of requests: 60 a minute and 1,800 an hour, rolling.
///
/// Source: https://developer.kore.ai/docs/bots/api-guide/apis/#Rate_Limits
struct RateBudget: Equatable, Sendable {
  /// Requests reach the server with unequal delays, so each window is kept this much longer.
  private static let guardTime: Duration = .seconds(1)

  private static let windows: [(requests: Int, length: Duration)] = [
    (60, .seconds(60)), (1_800, .seconds(3_600)),
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
      let oldest = sent[sent.count - window.requests]
      return max(earliest, oldest + window.length + Self.guardTime)
    }
  }
}
