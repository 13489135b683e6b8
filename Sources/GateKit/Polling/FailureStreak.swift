/// The failed requests since the last good answer.
struct FailureStreak: Equatable, Sendable {
  /// How many answers in a row must be no publish status, and over how long, before the address is
  /// taken to be wrong: a cut answer or a maintenance page passes, a login page stays.
  private static let foreignAnswersToGiveUp = 3
  private static let foreignTimeToGiveUp: Duration = .seconds(30)

  private(set) var count = 0
  private(set) var last: RequestFailure?

  /// How many of the last answers in a row were no publish status, and when the first of them came.
  private var foreignCount = 0
  private var foreignSince: Duration = .zero

  mutating func add(_ failure: RequestFailure, at now: Duration) {
    count += 1
    last = failure
    guard failure.kind == .notAStatus else {
      foreignCount = 0
      return
    }
    if foreignCount == 0 { foreignSince = now }
    foreignCount += 1
  }

  /// Whether something else than the publish-status API answers, and goes on doing so.
  func isForeign(at now: Duration) -> Bool {
    foreignCount >= Self.foreignAnswersToGiveUp
      && now - foreignSince >= Self.foreignTimeToGiveUp
  }
}
