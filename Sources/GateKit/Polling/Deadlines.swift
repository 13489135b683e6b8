/// The limits that end a wait: the deadline, the wait for a fresh job, and the time without contact.
///
/// All times are since the gate's start.
struct Deadlines: Equatable, Sendable {
  /// The least time that is kept for the last request before a limit.
  private static let leastReserve: Duration = .milliseconds(250)

  let limits: GateSettings.Limits

  /// Whether the job to watch was found, so that the start clock has stopped.
  var hasJob = false

  /// Until when the server asked to be left alone; no request is made before.
  private(set) var notBefore: Duration = .zero

  private(set) var lastSent: Duration = .zero
  /// When the first of the failed requests in a row was sent, or nil after a good answer.
  private(set) var failingSince: Duration?
  private(set) var hadContact = false
  /// From when on the gate waits for a fresh job: from its start, or from when the watched job gave
  /// way to something else.
  private(set) var waitingSince: Duration = .zero
  private var lastAnswerTook: Duration = .zero
  /// How long the server asked to be left alone since it last gave a good answer, in all.
  private var askedToWait: Duration = .zero

  init(limits: GateSettings.Limits) {
    self.limits = limits
  }

  mutating func requestSent(at now: Duration) {
    lastSent = now
  }

  mutating func requestSucceeded(at now: Duration) {
    hadContact = true
    failingSince = nil
    askedToWait = .zero
    lastAnswerTook = now - lastSent
  }

  mutating func requestFailed() {
    failingSince = failingSince ?? lastSent
  }

  mutating func leaveServerAlone(for wait: Duration, from now: Duration) {
    notBefore = max(notBefore, now + wait)
    askedToWait += wait
  }

  /// Starts the wait for the job anew, after the watched one was lost from sight.
  mutating func waitForJobAgain(from now: Duration) {
    guard hasJob else { return }
    hasJob = false
    waitingSince = now
  }

  /// The limit that ends the gate next, unless something happens before.
  var nextLimit: Limit {
    [Limit.deadline, .start, .contact].compactMap { limit in time(of: limit).map { (limit, $0) } }
      .min { $0.1 < $1.1 }?.0 ?? .deadline
  }

  enum Limit: Equatable {
    case deadline
    case start
    case contact
  }

  /// When a limit ends the gate, or nil while its clock stands still.
  func time(of limit: Limit) -> Duration? {
    switch limit {
    case .deadline: limits.total
    case .start: hasJob || failingSince != nil ? nil : waitingSince + limits.start
    case .contact:
      // A server that says when to come back is in contact, but not forever.
      failingSince.map { $0 + limits.contact + min(askedToWait, limits.contact) }
    }
  }

  /// How many limits are still to come, each of which deserves a last request.
  var limitsToCome: Int { hasJob ? 2 : 3 }

  /// The time of ``nextLimit``.
  var end: Duration { time(of: nextLimit) ?? limits.total }

  /// When the last request before ``end`` is made, so that its answer still comes in time.
  var lastRequestTime: Duration { end - reserve }

  /// When a request that is sent now must be over.
  ///
  /// If the request fails, the contact limit counts from when it was sent.
  func requestLimit(at now: Duration) -> Duration {
    min(end, (failingSince ?? now) + limits.contact + min(askedToWait, limits.contact))
  }

  /// Three times what the last answer took, at least ``leastReserve``.
  private var reserve: Duration {
    min(limits.request, limits.total / 4, max(Self.leastReserve, lastAnswerTook * 3))
  }
}
