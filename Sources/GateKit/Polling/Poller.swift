/// The gate's state machine: it takes facts and returns what to tell and what to do.
///
/// All times are since the gate's start. It never waits, reads no clock and draws randomness from
/// the generator it was given, so that a run can be played again in virtual time.
package struct Poller<Generator: RandomNumberGenerator> {
  let settings: GateSettings
  var generator: Generator
  let startedAt: Timestamp
  let judge: JobJudge
  var freshness: Freshness
  var clocks: GateClocks
  var budget = RateBudget()
  var watch = JobWatch()

  /// The request under way, or nil between requests.
  var inFlight: InFlight?
  var requestsSent = 0
  /// Waits of the cadence since the start, or since the job was found.
  var cadenceSteps = 0
  /// When the next request is due, while none is under way.
  var nextRequestAt: Duration = .zero
  var renewsToken = false
  var triedRenewal = false
  /// Failed requests in a row.
  var failures: [RequestFailure.Kind] = []
  var lastFailure: RequestFailure?
  var lastTold: Duration = .zero
  var hasWarnedOfSkew = false
  /// The unknown status that was warned of last.
  var warnedStatus: RequestFailure?
  /// Answers in a row in which an ended job's parts did not agree.
  var unsettledAnswers = 0
  /// Events of the step being made.
  var told: [Event.Kind] = []

  struct InFlight {
    let number: Int
    let timeout: Duration
    let deadline: Duration
  }

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
    guard now < nextRequestAt else { return send(at: now) }
    tellHeartbeat(at: now)
    return .wait(until: nextRequestAt)
  }

  private mutating func tellHeartbeat(at now: Duration) {
    guard now >= lastTold + settings.heartbeat else { return }
    told.append(.heartbeat(pulse))
  }

  /// Sends the next request; its time is clamped to what is left.
  private mutating func send(at now: Duration) -> Action {
    // A runner that slept through the last chance to ask has no time left for an answer.
    guard now < clocks.requestLimit else { return .end(outOfTime()) }
    requestsSent += 1
    budget.spend(at: now)
    clocks.requestSent(at: now)
    let timeout = min(settings.limits.request, clocks.requestLimit - now)
    let request = StatusRequest(number: requestsSent, timeout: timeout, renewsToken: renewsToken)
    renewsToken = false
    inFlight = InFlight(number: requestsSent, timeout: timeout, deadline: now + timeout)
    return .send(request, wakeAt: now + timeout)
  }

  /// Waits for the next request, or ends the gate when there is no time for one.
  ///
  /// - Parameter delay: what the cadence or the backoff says.
  mutating func schedule(after delay: Duration, at now: Duration) -> Action {
    let earliest = max(budget.earliest(from: now), clocks.floor)
    let lastUseful = clocks.lastRequestTime
    var time = max(now + delay, earliest)
    if time > lastUseful, now < lastUseful, earliest <= lastUseful {
      // The wait would pass a limit: one last request is made just within it.
      time = lastUseful
    }
    guard time <= lastUseful else { return .end(outOfTime()) }
    nextRequestAt = time
    return .wait(until: time)
  }

  /// The wait of the cadence. An adaptive cadence, which reads the job's percentage, belongs here.
  mutating func cadenceDelay() -> Duration {
    defer { cadenceSteps += 1 }
    return settings.backoff.cadence(after: cadenceSteps, using: &generator)
  }
}
