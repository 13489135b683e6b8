extension Poller {
  /// How many answers in a row must be no publish status before the address is taken to be wrong,
  /// while it never gave a good one. A cut answer or a maintenance page passes; a login page stays.
  private static var foreignAnswersToGiveUp: Int { 3 }

  /// How often an ended job whose parts disagree is asked about again.
  private static var looksAtUnsettledJob: Int { 2 }

  /// The server's `Date` has whole seconds and the network delays it, so less is no skew.
  private static var toleratedSkew: Duration { .seconds(30) }

  mutating func take(_ reply: Reply, at now: Duration) -> Action {
    learnClock(from: reply.exchange, at: now)
    switch reply.result {
    case .failure(let failure):
      return takeFailure(failure, from: reply.exchange, at: now)
    case .success(.noJob):
      noteContact(at: now)
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
      noteContact(at: now)
      let action = take(job, at: now)
      let showed: RequestRecord.Showed =
        watch.job == job ? .job(percentage: job.percentage) : .noFreshJob
      tellRequest(reply.exchange, showed, job.finding, action, at: now)
      return action
    }
  }

  private mutating func learnClock(from exchange: Exchange, at now: Duration) {
    guard let serverTime = exchange.serverTime else { return }
    freshness.learn(serverTime: serverTime, ofRequestSentAt: clocks.lastSent)
    let skew = startedAt + now - serverTime
    guard !hasWarnedOfSkew, skew > Self.toleratedSkew || skew < .zero - Self.toleratedSkew else {
      return
    }
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

  private mutating func noteContact(at now: Duration) {
    clocks.requestSucceeded(at: now)
    failures = []
    lastFailure = nil
    triedRenewal = false
  }

  // MARK: Jobs

  private mutating func take(_ job: PublishJob, at now: Duration) -> Action {
    switch watch.relation(of: job) {
    case .same?:
      return follow(job, at: now)
    case .successor?:
      return .end(superseded(by: job))
    case .other?:
      clocks.waitForJobAgain(from: now)
      return waitForFreshJob(because: .notTheWatched(job), at: now)
    case nil:
      return lock(on: job, at: now)
    }
  }

  private mutating func lock(on job: PublishJob, at now: Duration) -> Action {
    let proof: FreshnessProof
    if job.status.isTerminal {
      switch freshness.judge(finished: job) {
      case .success(let found): proof = found
      case .failure(let doubt): return waitForFreshJob(because: doubt, at: now)
      }
    } else {
      // This run sees it in progress, so whatever it ends with is no result of the past.
      proof = .seenInProgress
      if let lead = freshness.leadBeforeSince(of: job) {
        told.append(.warning(.olderThanSince(lead, job)))
      }
    }
    told.append(.jobFound(job, proof))
    cadenceSteps = 0
    return follow(job, at: now)
  }

  private mutating func follow(_ job: PublishJob, at now: Duration) -> Action {
    clocks.hasJob = true
    if let changes = watch.update(to: job) { told.append(.progressed(job, changes)) }
    switch judge.judge(job) {
    case nil:
      unsettledAnswers = 0
      return schedule(after: cadenceDelay(), at: now)
    case .unsettled(let verdict)?:
      unsettledAnswers += 1
      guard unsettledAnswers <= Self.looksAtUnsettledJob else { return .end(verdict) }
      return schedule(after: settings.backoff.initial, at: now)
    case .settled(let verdict)?:
      warn(of: job, ended: verdict)
      return .end(verdict)
    }
  }

  private mutating func warn(of job: PublishJob, ended verdict: Verdict) {
    if verdict.outcome == .passed, let percentage = job.percentage, percentage < 100 {
      told.append(.warning(.percentageDisagrees(percentage)))
    }
    let awaiting = (job.resources ?? []).filter {
      settings.resources.assess($0, jobEnded: true) == .awaitingApproval
    }
    if !awaiting.isEmpty { told.append(.warning(.awaitingApproval(awaiting))) }
  }

  private mutating func waitForFreshJob(because doubt: FreshnessDoubt, at now: Duration) -> Action {
    if watch.doubt != doubt { told.append(.waitingForJob(doubt)) }
    watch.doubt = doubt
    return schedule(after: cadenceDelay(), at: now)
  }

  // MARK: Failures

  /// - Parameter exchange: nil when the request was given up without any reply.
  mutating func takeFailure(
    _ failure: RequestFailure, from exchange: Exchange?, at now: Duration
  ) -> Action {
    clocks.requestFailed()
    failures.append(failure.kind)
    lastFailure = failure
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
    case .unauthorized, .unknownBot, .wrongEndpoint, .untrusted:
      return .end(verdict(for: failure))
    case .notAStatus where !clocks.hadContact && isForeign:
      return .end(verdict(for: failure))
    case .rateLimited:
      clocks.leaveServerAlone(until: now + (failure.retryAfter ?? .seconds(60)))
      return retry(after: failure, at: now)
    case .connection, .timedOut, .serverFault, .notAStatus, .unknownStatus:
      if let retryAfter = failure.retryAfter { clocks.leaveServerAlone(until: now + retryAfter) }
      return retry(after: failure, at: now)
    }
  }

  private var isForeign: Bool {
    failures.suffix(Self.foreignAnswersToGiveUp).count { $0 == .notAStatus }
      == Self.foreignAnswersToGiveUp
  }

  private mutating func retry(after failure: RequestFailure, at now: Duration) -> Action {
    let delay = settings.backoff.retry(after: failures.count, using: &generator)
    let action = schedule(after: delay, at: now)
    if case .wait(let time) = action {
      told.append(.retrying(failure, attempt: failures.count, wait: time - now))
    }
    return action
  }

  // MARK: Telling

  /// Tells of a request before what followed from it, as a reader expects.
  mutating func tellRequest(
    _ exchange: Exchange?, _ showed: RequestRecord.Showed, _ finding: String, _ action: Action,
    at now: Duration
  ) {
    let nextWait: Duration? =
      switch action {
      case .wait(let time): time - now
      case .send: .zero
      case .end: nil
      }
    let record = RequestRecord(
      number: requestsSent, exchange: exchange, showed: showed, finding: finding,
      nextWait: nextWait)
    told.insert(.requested(record), at: 0)
  }

  var pulse: Pulse {
    if clocks.failingSince != nil || !clocks.hadContact { return .noContact(lastFailure) }
    if let doubt = watch.doubt { return .waitingForJob(doubt) }
    return watch.job.map { .watching($0) } ?? .waitingForJob(nil)
  }
}

extension PublishJob {
  fileprivate var statusText: ServerText? {
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
