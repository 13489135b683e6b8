/// The gate's state machine for one bot: it takes facts and returns what to tell and what to do.
///
/// All times are since the gate's start. It never waits, reads no clock and draws randomness from
/// the generator it was given, so that a run can be played again in virtual time.
package struct Poller<Generator: RandomNumberGenerator> {
  /// How long an ended job whose parts disagree is asked about before it is judged as it stands,
  /// and how often.
  private static var unsettledPatience: Duration { .seconds(10) }
  private static var unsettledInterval: Duration { .seconds(2) }

  /// How often a finished job is looked at that nothing but its age speaks for, and how far apart.
  private static var weakProofLooks: Int { 3 }
  private static var lookInterval: Duration { .seconds(2) }

  /// How long a server is left alone that speaks of its rate limit and not of when to come back.
  private static var rateLimitWait: Duration { .seconds(60) }

  private let settings: GateSettings
  private let startedAt: Timestamp
  private let judge: JobJudge
  private let freshness: Freshness
  private var schedule: RequestSchedule<Generator>
  private var watch = WatchedJob()
  private var failures = FailureStreak()

  private var renewsToken = false
  private var triedRenewal = false
  /// Whether the server ever showed a job of the bot, ours or not: then it knows the bot.
  private var hasSeenJob = false
  private var hasWarnedOfSkew = false
  /// The unknown status that was warned of last.
  private var warnedStatus: RequestFailure?
  /// Since when the parts of the ended job have not agreed, or nil when they do.
  private var unsettledSince: Duration?
  /// When the last event came that a reader of the log saw.
  private var lastVisibleEvent: Duration = .zero
  /// The events of the step being made.
  private var pendingEvents: [Event.Kind] = []

  /// - Parameter startedAt: the runner's wall clock at the gate's start; only compared with the
  ///   server's, to warn of a skew.
  package init(settings: GateSettings, startedAt: Timestamp, generator: Generator) {
    self.settings = settings
    self.startedAt = startedAt
    judge = JobJudge(policy: settings.resources)
    freshness = Freshness(policy: settings.freshness)
    schedule = RequestSchedule(
      limits: settings.limits, backoff: settings.backoff, generator: generator)
  }

  /// Takes in a fact and says what follows from it.
  ///
  /// - Parameter now: since the gate's start; never less than in the call before.
  package mutating func step(after fact: Fact, at now: Duration) -> Step {
    let action = action(after: fact, at: now)
    let events = pendingEvents
    pendingEvents = []
    // The line of a request is shown with --verbose only, so it does not count as a sign of life.
    let isVisible = events.contains { if case .requested = $0 { false } else { true } }
    if isVisible { lastVisibleEvent = now }
    switch action {
    case .send(let request, let wakeAt):
      return Step(events: events, action: .send(request, wakeAt: noLaterThanHeartbeat(wakeAt)))
    case .wait(let time):
      return Step(events: events, action: .wait(until: noLaterThanHeartbeat(time)))
    case .end:
      return Step(events: events, action: action)
    }
  }

  private func noLaterThanHeartbeat(_ time: Duration) -> Duration {
    min(time, lastVisibleEvent + settings.heartbeat)
  }

  private mutating func action(after fact: Fact, at now: Duration) -> Action {
    switch fact {
    case .started:
      pendingEvents.append(.started(Plan(bot: settings.bot, limits: settings.limits)))
      return send(at: now)
    case .woke:
      return wake(at: now)
    case .replied(let number, let reply):
      guard schedule.ended(number, wasSent: reply.exchange.wasSent) else { return wake(at: now) }
      return handle(reply, at: now)
    case .interrupted(let signal):
      let action = Action.end(
        .interrupted(by: signal, heartbeatState.clause(lastSeen: watch.job)))
      if schedule.isRequestInFlight { record(nil, .failure, "given up", action, at: now) }
      return action
    }
  }

  // MARK: Requests

  private mutating func wake(at now: Duration) -> Action {
    switch schedule.alarm(at: now) {
    case .request: return send(at: now)
    case .end: return .end(outOfTime(at: now))
    case .timedOut(let failure): return handle(failure, from: nil, at: now)
    case .none(let time):
      if now >= lastVisibleEvent + settings.heartbeat {
        pendingEvents.append(.heartbeat(heartbeatState))
      }
      return .wait(until: time)
    }
  }

  private mutating func send(at now: Duration) -> Action {
    guard let (request, alarm) = schedule.send(renewsToken: renewsToken, at: now) else {
      return .end(outOfTime(at: now))
    }
    renewsToken = false
    return .send(request, wakeAt: alarm)
  }

  private func wait(for due: RequestSchedule<Generator>.Due?, at now: Duration) -> Action {
    due.map { .wait(until: $0.time) } ?? .end(outOfTime(at: now))
  }

  /// Tells of a request before what followed from it, as a reader expects.
  private mutating func record(
    _ exchange: Exchange?, _ observation: RequestRecord.Observation, _ finding: String,
    _ action: Action, at now: Duration
  ) {
    let nextWait: Duration? =
      switch action {
      case .wait(let time): schedule.isRequestNext ? time - now : nil
      case .send: .zero
      case .end: nil
      }
    let record = RequestRecord(
      number: schedule.requestsSent, exchange: exchange, observation: observation,
      finding: finding, nextWait: nextWait)
    pendingEvents.insert(.requested(record), at: 0)
  }

  // MARK: Answers

  private mutating func handle(_ reply: Reply, at now: Duration) -> Action {
    let exchange = reply.exchange
    switch reply.result {
    case .failure(let failure):
      return handle(failure, from: exchange, at: now)
    case .success(.noJob):
      contactRegained(by: exchange, at: now)
      watch.forgetLooks()
      schedule.deadlines.waitForJobAgain(from: now)
      let action = waitForFreshJob(because: .noJob, at: now)
      record(exchange, .noFreshJob, "no publish yet", action, at: now)
      return action
    case .success(.job(let job)):
      if let failure = job.unusability(for: settings.bot) {
        if failure.kind == .unknownStatus, warnedStatus != failure {
          warnedStatus = failure
          pendingEvents.append(.warning(.unknownStatus(job.status.unknownText)))
        }
        return handle(failure, from: exchange, at: now)
      }
      contactRegained(by: exchange, at: now)
      hasSeenJob = true
      let action = handle(job, shownBy: exchange, at: now)
      let isWatched = watch.relation(of: job) == .same && watch.doubt == nil
      let observation: RequestRecord.Observation =
        isWatched ? .job(percentage: job.percentage) : .noFreshJob
      record(exchange, observation, job.finding, action, at: now)
      return action
    }
  }

  private mutating func contactRegained(by exchange: Exchange, at now: Duration) {
    if !hasWarnedOfSkew, let skew = Freshness.skew(of: startedAt + now, against: exchange) {
      hasWarnedOfSkew = true
      pendingEvents.append(.warning(.clockSkew(skew)))
    }
    schedule.deadlines.requestSucceeded(at: now)
    failures = FailureStreak()
    triedRenewal = false
  }

  private mutating func handle(
    _ job: PublishJob, shownBy exchange: Exchange, at now: Duration
  ) -> Action {
    switch watch.relation(of: job) {
    case .same?:
      return follow(job, at: now)
    case .successor?:
      return .end(.superseded(watch.job, by: job))
    case .other?:
      schedule.deadlines.waitForJobAgain(from: now)
      return waitForFreshJob(because: .notTheWatched(job), at: now)
    case nil:
      return lock(on: job, shownBy: exchange, at: now)
    }
  }

  private mutating func lock(
    on job: PublishJob, shownBy exchange: Exchange, at now: Duration
  ) -> Action {
    let sentAt = schedule.deadlines.lastSent
    let answer = AnswerTimes(
      sentAt: sentAt, serverTime: exchange.serverTime, cacheAge: exchange.cacheAge)
    switch freshness.judge(job, shownBy: answer) {
    case .failure(let doubt):
      watch.passOver(job)
      watch.forgetLooks()
      return waitForFreshJob(because: doubt, at: now)
    case .success(let proof):
      if proof.restsOnAgeAlone {
        let looks = watch.look(at: job, askedFor: sentAt, apartBy: Self.lookInterval)
        guard looks >= Self.weakProofLooks else {
          watch.passOver(job)
          note(.unconfirmed(job))
          return wait(for: schedule.plan(after: Self.lookInterval, at: now), at: now)
        }
      }
      if proof == .seenInProgress, let lead = freshness.leadBeforeSince(of: job) {
        pendingEvents.append(.warning(.olderThanSince(lead, job)))
      }
      let resources = watch.lock(on: job, because: proof)
      if let job = watch.job {
        pendingEvents += [.jobFound(job, proof), .progressed(job, resources)]
      }
      schedule.jobFound()
      return judgeWatched(at: now)
    }
  }

  private mutating func follow(_ job: PublishJob, at now: Duration) -> Action {
    schedule.deadlines.hasJob = true
    if let changes = watch.update(to: job), let job = watch.job {
      pendingEvents.append(.progressed(job, changes))
    }
    return judgeWatched(at: now)
  }

  private mutating func judgeWatched(at now: Duration) -> Action {
    if let job = watch.job, job.isTooLarge { return .end(.tooLarge(job)) }
    switch watch.job.flatMap(judge.judge) {
    case nil:
      unsettledSince = nil
      return wait(for: schedule.planPoll(at: now), at: now)
    case .unsettled(let verdict)?:
      let since = unsettledSince ?? now
      unsettledSince = since
      let left = since + Self.unsettledPatience - now
      guard left > .zero else { return end(with: verdict) }
      return wait(for: schedule.plan(after: min(Self.unsettledInterval, left), at: now), at: now)
    case .settled(let verdict)?:
      return end(with: verdict)
    }
  }

  private mutating func end(with verdict: Verdict) -> Action {
    if let job = watch.job {
      pendingEvents += Warning.all(of: job, under: settings.resources, ended: verdict)
        .map { .warning($0) }
    }
    return .end(verdict.resting(on: watch.proof))
  }

  private mutating func waitForFreshJob(because doubt: FreshnessDoubt, at now: Duration) -> Action {
    note(doubt)
    return wait(for: schedule.planPoll(at: now), at: now)
  }

  private mutating func note(_ doubt: FreshnessDoubt) {
    // Each answer measures a time of its own, so ages differ a little though nothing changed.
    guard watch.doubt.map({ !$0.isLike(doubt) }) ?? true else { return }
    watch.doubt = doubt
    pendingEvents.append(.waitingForJob(doubt))
  }

  // MARK: Failures

  /// - Parameter exchange: nil when the request was given up without any reply.
  private mutating func handle(
    _ failure: RequestFailure, from exchange: Exchange?, at now: Duration
  ) -> Action {
    schedule.deadlines.requestFailed()
    failures.add(failure, at: now)
    let action = action(after: failure, at: now)
    record(exchange, .failure, failure.description, action, at: now)
    return action
  }

  private mutating func action(after failure: RequestFailure, at now: Duration) -> Action {
    switch failure.kind {
    case .unauthorized(let refusal)
    where refusal != .forbidden && settings.canRenewToken && !triedRenewal:
      triedRenewal = true
      renewsToken = true
      pendingEvents.append(.renewingToken(failure))
      return wait(for: schedule.plan(after: .zero, at: now), at: now)
    case .unknownBot where hasSeenJob:
      // A server that has shown a job of the bot knows it, whatever it says meanwhile.
      return retry(after: failure, at: now)
    case .unauthorized, .unknownBot, .wrongEndpoint, .untrusted:
      return .end(.final(failure, for: settings.bot))
    case .notAStatus where !schedule.deadlines.hadContact && failures.isForeign(at: now):
      return .end(.final(failure, for: settings.bot))
    case .rateLimited:
      let wait = failure.retryAfter ?? Self.rateLimitWait
      schedule.deadlines.leaveServerAlone(for: wait, from: now)
      return retry(after: failure, at: now)
    case .connection, .timedOut, .serverFault, .notAStatus, .unknownStatus:
      if let wait = failure.retryAfter {
        schedule.deadlines.leaveServerAlone(for: wait, from: now)
      }
      return retry(after: failure, at: now)
    }
  }

  private mutating func retry(after failure: RequestFailure, at now: Duration) -> Action {
    let due = schedule.planRetry(after: failures.count, at: now)
    if case .request(let time)? = due {
      pendingEvents.append(.retrying(failure, attempt: failures.count, wait: time - now))
    }
    return wait(for: due, at: now)
  }

  // MARK: The end

  /// The verdict when no further request is made: which limit was reached, and what was last known.
  private func outOfTime(at now: Duration) -> Verdict {
    let deadlines = schedule.deadlines
    let time = TimeTaken(
      now, until: deadlines.end, serverIsLeftAloneUntil: deadlines.notBefore, settings.limits)
    if let since = deadlines.failingSince, let failure = failures.last,
      deadlines.nextLimit == .contact || !deadlines.hadContact
    {
      let isForeign = !deadlines.hadContact || failures.isForeign(at: now)
      return .lostContact(
        failure, attempts: failures.count, since: since, isForeign: isForeign, time)
    }
    guard deadlines.hasJob, let job = watch.job else {
      return .noFreshJob(watch.doubt, since: deadlines.waitingSince, time)
    }
    switch judge.judge(job) {
    case .settled(let verdict)?, .unsettled(let verdict)?: return verdict.resting(on: watch.proof)
    case nil: return .timedOut(job, lastFailure: failures.last, time)
    }
  }

  private var heartbeatState: HeartbeatState {
    let deadlines = schedule.deadlines
    if deadlines.failingSince != nil || !deadlines.hadContact { return .noContact(failures.last) }
    if let doubt = watch.doubt { return .waitingForJob(doubt) }
    return watch.job.map { .watching($0) } ?? .waitingForJob(nil)
  }
}
