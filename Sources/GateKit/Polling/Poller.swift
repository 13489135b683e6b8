/// The gate's state machine: it takes facts and returns what to tell and what to do.
///
/// All times are since the gate's start. It never waits, reads no clock and draws randomness from
/// the generator it was given, so that a run can be played again in virtual time.
package struct Poller<Generator: RandomNumberGenerator> {
  let settings: GateSettings
  var generator: Generator
  let startedAt: Timestamp
  let judge: JobJudge
  let freshness: Freshness
  var clocks: GateClocks
  var budget = RateBudget()
  var watch = WatchedJob()

  /// The request under way, or nil between requests.
  var inFlight: InFlight?
  var requestsSent = 0
  /// Waits of the cadence since the start, or since the job was found.
  var cadenceSteps = 0
  /// What is due next, while no request is under way.
  var next = Next.request(at: .zero)
  var renewsToken = false
  var triedRenewal = false
  var failures = FailureStreak()
  /// Whether the server ever showed a job of the bot, ours or not: then it knows the bot.
  var hasSeenJob = false
  var lastTold: Duration = .zero
  var hasWarnedOfSkew = false
  /// The unknown status that was warned of last.
  var warnedStatus: RequestFailure?
  /// Since when the parts of the ended job have not agreed, or nil when they do.
  var unsettledSince: Duration?
  /// Events of the step being made.
  var told: [Event.Kind] = []

  struct InFlight {
    let number: Int
    let timeout: Duration
    /// When the request is given up though its source has said nothing.
    let deadline: Duration
  }

  enum Next: Equatable {
    case request(at: Duration)
    /// No further request makes sense, and the limit that ends the gate is still to come.
    case end(at: Duration)
  }

  /// How much later than its own time a request is given up that its source never ended.
  private static var grace: Duration { .milliseconds(250) }

  /// - Parameter startedAt: the runner's wall clock at the gate's start; only compared with the
  ///   server's, to warn of a skew.
  package init(settings: GateSettings, startedAt: Timestamp, generator: Generator) {
    self.settings = settings
    self.startedAt = startedAt
    self.generator = generator
    judge = JobJudge(policy: settings.resources)
    freshness = Freshness(policy: settings.freshness)
    clocks = GateClocks(limits: settings.limits)
  }

  /// Takes in a fact and says what follows from it.
  ///
  /// - Parameter now: since the gate's start; never less than in the call before.
  package mutating func step(after fact: Fact, at now: Duration) -> Step {
    let action = action(after: fact, at: now)
    let events = told
    told = []
    // The line of a request is shown with --verbose only, so it does not count as a sign of life.
    let isVisible = events.contains { if case .requested = $0 { false } else { true } }
    if isVisible { lastTold = now }
    switch action {
    case .send(let request, let wakeAt):
      return Step(events: events, action: .send(request, wakeAt: wakeNoLaterThanHeartbeat(wakeAt)))
    case .wait(let time):
      return Step(events: events, action: .wait(until: wakeNoLaterThanHeartbeat(time)))
    case .end:
      return Step(events: events, action: action)
    }
  }

  private func wakeNoLaterThanHeartbeat(_ time: Duration) -> Duration {
    min(time, lastTold + settings.heartbeat)
  }

  private mutating func action(after fact: Fact, at now: Duration) -> Action {
    switch fact {
    case .started:
      told.append(.started(Plan(bot: settings.bot, limits: settings.limits)))
      return send(at: now)
    case .woke:
      return wake(at: now)
    case .replied(let number, let reply):
      // An answer that comes after its request was given up says nothing about now.
      guard inFlight?.number == number else { return wake(at: now) }
      inFlight = nil
      return take(reply, at: now)
    case .interrupted(let signal):
      let action = Action.end(interrupted(by: signal))
      if inFlight != nil { tellRequest(nil, .failure, "given up", action, at: now) }
      return action
    }
  }

  private mutating func wake(at now: Duration) -> Action {
    if let request = inFlight {
      guard now < request.deadline else {
        inFlight = nil
        let failure = RequestFailure(.timedOut, "no answer within \(request.timeout.text)")
        return takeFailure(failure, from: nil, at: now)
      }
      tellHeartbeat(at: now)
      return .wait(until: request.deadline)
    }
    switch next {
    case .request(let time) where now >= time: return send(at: now)
    case .end(let time) where now >= time: return .end(outOfTime(at: now))
    case .request(let time), .end(let time):
      tellHeartbeat(at: now)
      return .wait(until: time)
    }
  }

  private mutating func tellHeartbeat(at now: Duration) {
    guard now >= lastTold + settings.heartbeat else { return }
    told.append(.heartbeat(pulse))
  }

  /// Sends the next request; its time is clamped to what is left.
  ///
  /// The source of the answers owns that time. The poller's own alarm comes a grace later, and only
  /// where the source said nothing at all.
  private mutating func send(at now: Duration) -> Action {
    let left = clocks.requestLimit(at: now) - now
    // A runner that slept through the last chance to ask has no time left for an answer.
    guard left > .zero else { return .end(outOfTime(at: now)) }
    requestsSent += 1
    budget.spend(at: now)
    clocks.requestSent(at: now)
    let grace = min(Self.grace, left / 4)
    let timeout = min(settings.limits.request, left - grace)
    let request = StatusRequest(number: requestsSent, timeout: timeout, renewsToken: renewsToken)
    renewsToken = false
    let deadline = now + timeout + grace
    inFlight = InFlight(number: requestsSent, timeout: timeout, deadline: deadline)
    return .send(request, wakeAt: deadline)
  }

  /// Waits for the next request, or for the end when there is no time for one.
  ///
  /// - Parameter delay: what the cadence or the backoff says.
  mutating func schedule(after delay: Duration, at now: Duration) -> Action {
    let end = clocks.end
    // A server that wants to be left alone beyond the end will never be asked again.
    guard now < end, clocks.notBefore < end else { return .end(outOfTime(at: now)) }
    let lastRequest = clocks.lastRequestTime
    let paced = budget.paced(from: now, keeping: clocks.limitsToCome)
    let regular = max(now + delay, paced, clocks.notBefore)
    // One last request is made just before the limit, with what the budget kept back for it.
    let last = max(lastRequest, budget.earliest(from: now), clocks.notBefore)
    if regular <= max(lastRequest, now) {
      next = .request(at: regular)
      return .wait(until: regular)
    }
    let isLastToCome = last > now && last < end
    next = isLastToCome ? .request(at: last) : .end(at: end)
    return .wait(until: isLastToCome ? last : end)
  }

  /// The wait of the cadence. An adaptive cadence, which reads the job's percentage, belongs here.
  mutating func cadenceDelay() -> Duration {
    defer { cadenceSteps += 1 }
    return settings.backoff.cadence(after: cadenceSteps, using: &generator)
  }
}
