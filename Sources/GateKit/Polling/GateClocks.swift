/// The clocks that end a wait: the deadline, the wait for a fresh job, and the time without contact.
struct GateClocks: Equatable, Sendable {
  let limits: GateSettings.Limits

  /// Whether the job to watch was found, so that the start clock has stopped.
  var hasJob = false

  /// When the server last asked to be left alone until; no request is made before.
  private(set) var floor: Duration = .zero

  private(set) var lastSent: Duration = .zero
  /// When the first of the failed requests in a row was sent, or nil after a good answer.
  private(set) var failingSince: Duration?
  private(set) var hadContact = false
  private var lastAnswerTook: Duration = .zero
  /// When the watched job gave way to one that is not ours, or zero: the gate's start.
  private var waitingSince: Duration = .zero

  init(limits: GateSettings.Limits) {
    self.limits = limits
  }

  mutating func requestSent(at now: Duration) {
    lastSent = now
  }

  mutating func requestSucceeded(at now: Duration) {
    hadContact = true
    failingSince = nil
    lastAnswerTook = now - lastSent
  }

  mutating func requestFailed() {
    failingSince = failingSince ?? lastSent
  }

  mutating func leaveServerAlone(until time: Duration) {
    floor = max(floor, time)
  }

  /// Starts the wait for the job anew, after the watched one was lost from sight.
  mutating func waitForJobAgain(from now: Duration) {
    guard hasJob else { return }
    hasJob = false
    waitingSince = now
  }

  /// When a request that is sent now must be over.
  var requestLimit: Duration { min(limits.total, contactLimit ?? .longestSetting) }

  /// The last time at which a request still makes sense under every clock that runs.
  var lastRequestTime: Duration {
    var last = limits.total - reserve
    if let contactLimit { last = min(last, contactLimit - reserve) }
    if let startLimit { last = min(last, startLimit) }
    return last
  }

  /// Whether lost contact ends the gate sooner than the deadline does.
  var isContactLimitNext: Bool { contactLimit.map { $0 <= limits.total } ?? false }

  /// A server that says when to come back is in contact: the wait it asks for is not held against
  /// the clocks of contact and start.
  private var contactLimit: Duration? {
    failingSince.map { since in
      let limit = since + limits.contact
      return floor > since ? max(limit, floor + limits.request) : limit
    }
  }

  private var startLimit: Duration? {
    guard !hasJob, failingSince == nil else { return nil }
    return max(waitingSince + limits.start, floor)
  }

  /// The time kept for the last request before a limit: a few times what the last answer took.
  private var reserve: Duration {
    min(limits.request, limits.total / 4, max(.milliseconds(250), lastAnswerTook * 3))
  }
}
