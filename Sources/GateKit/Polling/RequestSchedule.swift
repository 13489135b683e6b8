/// When the bot is asked about: the cadence and the backoff, within the deadlines and the budget.
///
/// All times are since the gate's start.
struct RequestSchedule<Generator: RandomNumberGenerator> {
  /// How much later than its own time a request is given up that its source never ended.
  private static var grace: Duration { .milliseconds(250) }

  private let backoff: Backoff
  private var generator: Generator
  private var budget = RateBudget()
  var deadlines: Deadlines

  /// The request under way, or nil between requests.
  private var inFlight: InFlight?
  private var next = Due.request(at: .zero)
  private(set) var requestsSent = 0
  /// Waits of the cadence since the start, or since the job was found.
  private var cadenceSteps = 0

  private struct InFlight {
    let number: Int
    let timeout: Duration
    /// When the request is given up though its source has said nothing.
    let deadline: Duration
  }

  /// What is due while no request is under way.
  enum Due: Equatable {
    case request(at: Duration)
    /// No further request makes sense, and the limit that ends the gate is still to come.
    case end(at: Duration)

    var time: Duration {
      switch self {
      case .request(let time), .end(let time): time
      }
    }
  }

  /// What has come due when the gate wakes.
  enum Alarm: Equatable {
    case request
    case end
    /// The request under way was not answered in time.
    case timedOut(RequestFailure)
    /// Nothing before this time.
    case none(until: Duration)
  }

  init(limits: GateSettings.Limits, backoff: Backoff, generator: Generator) {
    deadlines = Deadlines(limits: limits)
    self.backoff = backoff
    self.generator = generator
  }

  var isRequestInFlight: Bool { inFlight != nil }

  /// Whether another request is planned, so that the end is not what comes next.
  var isRequestNext: Bool {
    switch next {
    case .request: true
    case .end: false
    }
  }

  mutating func alarm(at now: Duration) -> Alarm {
    if let request = inFlight {
      guard now >= request.deadline else { return .none(until: request.deadline) }
      inFlight = nil
      return .timedOut(RequestFailure(.timedOut, "no answer within \(request.timeout.text)"))
    }
    switch next {
    case .request(let time) where now >= time: return .request
    case .end(let time) where now >= time: return .end
    case .request, .end: return .none(until: next.time)
    }
  }

  /// Sends the next request; its time is clamped to what is left.
  ///
  /// The source of the answers owns that time. The alarm comes a grace later, and only where the
  /// source said nothing at all.
  ///
  /// - Returns: the request and the time of the alarm, or nil when no time is left for an answer: a
  ///   runner may have slept through the last chance to ask.
  mutating func send(renewsToken: Bool, at now: Duration) -> (StatusRequest, alarmAt: Duration)? {
    let left = deadlines.requestLimit(at: now) - now
    guard left > .zero else { return nil }
    requestsSent += 1
    budget.spend(at: now)
    deadlines.requestSent(at: now)
    let grace = min(Self.grace, left / 4)
    let timeout = min(deadlines.limits.request, left - grace)
    let deadline = now + timeout + grace
    inFlight = InFlight(number: requestsSent, timeout: timeout, deadline: deadline)
    let request = StatusRequest(number: requestsSent, timeout: timeout, renewsToken: renewsToken)
    return (request, deadline)
  }

  /// Takes note that a request has ended.
  ///
  /// - Parameter wasSent: whether anything left; what never did, for want of a token, was no request.
  /// - Returns: whether it is the one under way: an answer that comes after its request was given up
  ///   says nothing about now.
  mutating func ended(_ number: Int, wasSent: Bool) -> Bool {
    guard inFlight?.number == number else { return false }
    inFlight = nil
    if !wasSent { requestsSent -= 1 }
    return true
  }

  /// The job was found, so that the cadence begins anew.
  mutating func jobFound() {
    deadlines.hasJob = true
    cadenceSteps = 0
  }

  /// Plans the next request by the cadence.
  ///
  /// An adaptive cadence, which reads the job's percentage, belongs here.
  mutating func planPoll(at now: Duration) -> Due? {
    defer { cadenceSteps += 1 }
    return plan(after: backoff.cadence(after: cadenceSteps, using: &generator), at: now)
  }

  /// Plans the next request after so many failed in a row.
  mutating func planRetry(after failures: Int, at now: Duration) -> Due? {
    plan(after: backoff.retry(after: failures, using: &generator), at: now)
  }

  /// Plans the next request, or the end when there is no time for one.
  ///
  /// - Returns: what is due next, or nil when no further request makes sense and the gate ends now.
  mutating func plan(after delay: Duration, at now: Duration) -> Due? {
    let end = deadlines.end
    // A server that wants to be left alone beyond the end will never be asked again.
    guard now < end, deadlines.notBefore < end else { return nil }
    let lastRequest = deadlines.lastRequestTime
    let paced = budget.paced(from: now, keeping: deadlines.limitsToCome)
    let regular = max(now + delay, paced, deadlines.notBefore)
    // One last request is made just before the limit, with what the budget kept back for it.
    let last = max(lastRequest, budget.earliest(from: now), deadlines.notBefore)
    if regular <= max(lastRequest, now) {
      next = .request(at: regular)
    } else {
      next = last > now && last < end ? .request(at: last) : .end(at: end)
    }
    return next
  }
}
