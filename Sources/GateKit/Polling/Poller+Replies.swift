extension Poller {
  /// How long an ended job whose parts disagree is asked about before it is judged as it stands,
  /// and how often.
  private static var patienceWithUnsettledJob: Duration { .seconds(10) }
  private static var unsettledInterval: Duration { .seconds(2) }

  /// How often a finished job is looked at that nothing but its age speaks for, and how far apart.
  private static var looksAtWeakProof: Int { 3 }
  private static var lookInterval: Duration { .seconds(2) }

  /// How long a server is left alone that speaks of its rate limit and not of when to come back.
  private static var rateLimitWait: Duration { .seconds(60) }

  mutating func take(_ reply: Reply, at now: Duration) -> Action {
    // What never left, for want of a token, was no request.
    if !reply.exchange.wasSent { requestsSent -= 1 }
    switch reply.result {
    case .failure(let failure):
      return takeFailure(failure, from: reply.exchange, at: now)
    case .success(.noJob):
      noteContact(reply.exchange, at: now)
      watch.forgetLooks()
      clocks.waitForJobAgain(from: now)
      let action = waitForFreshJob(because: .noJob, at: now)
      tellRequest(reply.exchange, .noFreshJob, "no publish yet", action, at: now)
      return action
    case .success(.job(let job)):
      if let failure = Self.unusable(job, bot: settings.bot) {
        if failure.kind == .unknownStatus, warnedStatus != failure {
          warnedStatus = failure
          told.append(.warning(.unknownStatus(job.statusText)))
        }
        return takeFailure(failure, from: reply.exchange, at: now)
      }
      noteContact(reply.exchange, at: now)
      hasSeenJob = true
      let action = take(job, shownBy: reply.exchange, at: now)
      let isWatched = watch.relation(of: job) == .same && watch.doubt == nil
      let observation: RequestRecord.Observation =
        isWatched ? .job(percentage: job.percentage) : .noFreshJob
      tellRequest(reply.exchange, observation, job.finding, action, at: now)
      return action
    }
  }

  private mutating func warnOfSkew(_ exchange: Exchange, at now: Duration) {
    guard let serverTime = exchange.serverTime else { return }
    let skew = startedAt + now - (serverTime + exchange.cacheAge)
    guard !hasWarnedOfSkew,
      skew > Freshness.toleratedSkew || skew < .zero - Freshness.toleratedSkew
    else { return }
    hasWarnedOfSkew = true
    told.append(.warning(.clockSkew(skew)))
  }

  /// Why a job says nothing about the bot being watched, or nil when it does.
  private static func unusable(_ job: PublishJob, bot: BotReference) -> RequestFailure? {
    if let streamID = job.streamID, !streamID.equals(bot.id) {
      return RequestFailure(.notAStatus, "the answer is about another bot, \(streamID)")
    }
    guard let id = job.id, !id.isEmpty else {
      return RequestFailure(.notAStatus, "the answer has no job id (_id)")
    }
    switch job.status {
    case .unknown:
      return RequestFailure(.unknownStatus, "the publish's status is '\(job.status)'")
    case .inProgress, .successful, .failed:
      return nil
    }
  }

  private mutating func noteContact(_ exchange: Exchange, at now: Duration) {
    warnOfSkew(exchange, at: now)
    clocks.requestSucceeded(at: now)
    failures = FailureStreak()
    triedRenewal = false
  }

  // MARK: Jobs

  private mutating func take(
    _ job: PublishJob, shownBy exchange: Exchange, at now: Duration
  ) -> Action {
    switch watch.relation(of: job) {
    case .same?:
      return follow(job, at: now)
    case .successor?:
      return .end(superseded(by: job))
    case .other?:
      clocks.waitForJobAgain(from: now)
      return waitForFreshJob(because: .notTheWatched(job), at: now)
    case nil:
      return lock(on: job, shownBy: exchange, at: now)
    }
  }

  private mutating func lock(
    on job: PublishJob, shownBy exchange: Exchange, at now: Duration
  ) -> Action {
    let answer = AnswerTimes(
      sentAt: clocks.lastSent, serverTime: exchange.serverTime, cacheAge: exchange.cacheAge)
    switch freshness.judge(job, shownBy: answer) {
    case .failure(let doubt):
      watch.passOver(job)
      watch.forgetLooks()
      return waitForFreshJob(because: doubt, at: now)
    case .success(let proof):
      if proof.restsOnAgeAlone {
        let looks = watch.look(at: job, askedFor: clocks.lastSent, apartBy: Self.lookInterval)
        guard looks >= Self.looksAtWeakProof else {
          watch.passOver(job)
          return waitForFreshJob(because: .unconfirmed(job), lookingAgainAt: now)
        }
      }
      if proof == .seenInProgress, let lead = freshness.leadBeforeSince(of: job) {
        told.append(.warning(.olderThanSince(lead, job)))
      }
      let resources = watch.lock(on: job, because: proof)
      if let job = watch.job { told += [.jobFound(job, proof), .progressed(job, resources)] }
      clocks.hasJob = true
      cadenceSteps = 0
      return judgeWatched(at: now)
    }
  }

  private mutating func follow(_ job: PublishJob, at now: Duration) -> Action {
    clocks.hasJob = true
    if let changes = watch.update(to: job), let job = watch.job {
      told.append(.progressed(job, changes))
    }
    return judgeWatched(at: now)
  }

  private mutating func judgeWatched(at now: Duration) -> Action {
    guard watch.job?.isTooLarge != true else { return .end(tooLargeJob()) }
    switch watch.job.flatMap(judge.judge) {
    case nil:
      unsettledSince = nil
      return schedule(after: cadenceDelay(), at: now)
    case .unsettled(let verdict)?:
      let since = unsettledSince ?? now
      unsettledSince = since
      let left = since + Self.patienceWithUnsettledJob - now
      guard left > .zero else { return end(with: verdict) }
      return schedule(after: min(Self.unsettledInterval, left), at: now)
    case .settled(let verdict)?:
      return end(with: verdict)
    }
  }

  private mutating func end(with verdict: Verdict) -> Action {
    if let job = watch.job { warn(of: job, ended: verdict) }
    return .end(verdict.resting(on: watch.proof))
  }

  private mutating func warn(of job: PublishJob, ended verdict: Verdict) {
    if verdict.outcome == .passed, let percentage = job.percentage, percentage < 100 {
      told.append(.warning(.percentageDisagrees(percentage)))
    }
    let awaiting = (job.resources ?? []).filter {
      settings.resources.assess($0, jobEnded: true) == .awaitingApproval
    }
    if !awaiting.isEmpty { told.append(.warning(.awaitingApproval(awaiting))) }
    let odd = (job.resources ?? []).filter { resource in
      guard case .other = resource.liveState else { return false }
      return settings.resources.assess(resource, jobEnded: true) == .passed
    }
    if !odd.isEmpty { told.append(.warning(.unknownLiveState(odd))) }
  }

  private mutating func waitForFreshJob(because doubt: FreshnessDoubt, at now: Duration) -> Action {
    tellDoubt(doubt)
    return schedule(after: cadenceDelay(), at: now)
  }

  private mutating func waitForFreshJob(
    because doubt: FreshnessDoubt, lookingAgainAt now: Duration
  ) -> Action {
    tellDoubt(doubt)
    return schedule(after: Self.lookInterval, at: now)
  }

  private mutating func tellDoubt(_ doubt: FreshnessDoubt) {
    // Each answer measures a time of its own, so ages differ a little though nothing changed.
    guard watch.doubt.map({ !$0.isLike(doubt) }) ?? true else { return }
    watch.doubt = doubt
    told.append(.waitingForJob(doubt))
  }

  // MARK: Failures

  /// - Parameter exchange: nil when the request was given up without any reply.
  mutating func takeFailure(
    _ failure: RequestFailure, from exchange: Exchange?, at now: Duration
  ) -> Action {
    clocks.requestFailed()
    failures.add(failure, at: now)
    let action = action(after: failure, at: now)
    tellRequest(exchange, .failure, failure.description, action, at: now)
    return action
  }

  private mutating func action(after failure: RequestFailure, at now: Duration) -> Action {
    switch failure.kind {
    case .unauthorized(let refusal)
    where refusal != .forbidden && settings.canRenewToken && !triedRenewal:
      triedRenewal = true
      renewsToken = true
      told.append(.renewingToken(failure))
      return schedule(after: .zero, at: now)
    case .unknownBot where hasSeenJob:
      // A server that has shown a job of the bot knows it, whatever it says meanwhile.
      return retry(after: failure, at: now)
    case .unauthorized, .unknownBot, .wrongEndpoint, .untrusted:
      return .end(verdict(for: failure))
    case .notAStatus where !clocks.hadContact && failures.isForeign(at: now):
      return .end(verdict(for: failure))
    case .rateLimited:
      clocks.leaveServerAlone(for: failure.retryAfter ?? Self.rateLimitWait, from: now)
      return retry(after: failure, at: now)
    case .connection, .timedOut, .serverFault, .notAStatus, .unknownStatus:
      if let wait = failure.retryAfter { clocks.leaveServerAlone(for: wait, from: now) }
      return retry(after: failure, at: now)
    }
  }

  private mutating func retry(after failure: RequestFailure, at now: Duration) -> Action {
    let delay = settings.backoff.retry(after: failures.count, using: &generator)
    let action = schedule(after: delay, at: now)
    if case .wait(let time) = action, case .request = next {
      told.append(.retrying(failure, attempt: failures.count, wait: time - now))
    }
    return action
  }

  // MARK: Telling

  /// Tells of a request before what followed from it, as a reader expects.
  mutating func tellRequest(
    _ exchange: Exchange?, _ observation: RequestRecord.Observation, _ finding: String,
    _ action: Action,
    at now: Duration
  ) {
    let nextWait: Duration? =
      switch (action, next) {
      case (.wait(let time), .request): time - now
      case (.send, _): .zero
      case (.wait, .end), (.end, _): nil
      }
    let record = RequestRecord(
      number: requestsSent, exchange: exchange, observation: observation, finding: finding,
      nextWait: nextWait)
    told.insert(.requested(record), at: 0)
  }

  var pulse: HeartbeatState {
    if clocks.failingSince != nil || !clocks.hadContact { return .noContact(failures.last) }
    if let doubt = watch.doubt { return .waitingForJob(doubt) }
    return watch.job.map { .watching($0) } ?? .waitingForJob(nil)
  }
}

extension PublishJob {
  fileprivate var statusText: UntrustedText? {
    switch status {
    case .unknown(let text): text
    case .inProgress, .successful, .failed: nil
    }
  }

  /// What a good answer said, as a clause: `inprogress, 40 %`.
  fileprivate var finding: String {
    percentage.map { "\(status), \($0.percentText)" } ?? "\(status)"
  }
}
