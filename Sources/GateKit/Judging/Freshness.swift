/// Decides whether a job is the one that was just published.
///
/// The API has no job id in its request and shows the last finished job when none is running, so
/// right after a publish it may still show the one before. A job is dated by the very answer that
/// shows it: the clock of an error, of a proxy or of an earlier answer says nothing about it.
struct Freshness: Equatable, Sendable {
  /// Two clocks that differ by less are taken to agree: `Date` has whole seconds, and a `--since`
  /// is taken on another machine.
  static let toleratedSkew: Duration = .seconds(30)

  /// A job whose time lies further ahead of the clock of its own answer cannot be dated.
  private static let toleratedLead: Duration = .seconds(2 * 60)

  let policy: FreshnessPolicy

  /// What proves that a job is fresh, or what speaks against it.
  func judge(_ job: PublishJob, shownBy answer: AnswerTimes) -> Result<
    FreshnessProof, FreshnessDoubt
  > {
    let isRunning = !job.status.isTerminal
    if policy.acceptsAnyAge { return .success(isRunning ? .seenInProgress : .anyAge) }
    if let since = policy.since { return judge(job, since: since, shownBy: answer) }
    if isRunning {
      // An answer that a cache made before the gate's start is nothing that this run saw.
      let wasMadeBeforeStart = answer.cacheAge - answer.sentAt > Self.toleratedSkew
      return wasMadeBeforeStart
        ? .failure(.fromCache(age: answer.cacheAge, job)) : .success(.seenInProgress)
    }
    return judge(finished: job, shownBy: answer)
  }

  /// Such a time binds a job in progress as it binds a finished one, less the skew that is
  /// tolerated: whatever ends later may still have been asked for by somebody else.
  private func judge(
    _ job: PublishJob, since: Timestamp, shownBy answer: AnswerTimes
  ) -> Result<FreshnessProof, FreshnessDoubt> {
    dated(job, by: answer).flatMap { requested, _ in
      if requested >= since { return .success(.requestedSince(since)) }
      let isNear = !job.status.isTerminal && since - requested <= Self.toleratedSkew
      return isNear ? .success(.seenInProgress) : .failure(.requestedBefore(since, job))
    }
  }

  private func judge(
    finished job: PublishJob, shownBy answer: AnswerTimes
  ) -> Result<FreshnessProof, FreshnessDoubt> {
    dated(job, by: answer).flatMap { requested, start in
      let age = start - requested
      guard age <= policy.maximumAge else {
        return .failure(.tooOld(age: age, accepted: policy.maximumAge, job))
      }
      if let created = policy.pipelineCreated, requested < created {
        return .failure(.requestedBeforePipeline(created, job))
      }
      return .success(.requestedWithin(policy.maximumAge))
    }
  }

  /// When a job was requested, and the gate's start, both on the server's clock.
  private func dated(
    _ job: PublishJob, by answer: AnswerTimes
  ) -> Result<(requested: Timestamp, start: Timestamp), FreshnessDoubt> {
    guard let requested = job.requestedTime else { return .failure(.undated(job)) }
    guard let clock = answer.serverClock else { return .failure(.noServerClock(job)) }
    let lead = requested - clock.earliest
    guard lead <= Self.toleratedLead else { return .failure(.inFuture(lead: lead, job)) }
    return .success((requested, clock.latest - answer.sentAt))
  }

  /// How far the runner's clock is ahead of the server's, or nil when the two agree or the server
  /// does not say.
  static func skew(of now: Timestamp, against exchange: Exchange) -> Duration? {
    guard let serverTime = exchange.serverTime else { return nil }
    let skew = now - (serverTime + exchange.cacheAge)
    let isTolerated = (.zero - toleratedSkew...toleratedSkew).contains(skew)
    return isTolerated ? nil : skew
  }

  /// How much earlier than `--since` a job was requested, or nil when it was not.
  func leadBeforeSince(of job: PublishJob) -> Duration? {
    guard !policy.acceptsAnyAge, let since = policy.since, let requested = job.requestedTime,
      requested < since
    else { return nil }
    return since - requested
  }
}

/// When an answer was asked for and made, as far as the answer itself says.
struct AnswerTimes: Equatable, Sendable {
  /// Since the gate's start.
  let sentAt: Duration

  /// From the header `Date`, or nil when there is none.
  let serverTime: Timestamp?

  /// How long the answer lay in a cache, from the header `Age`.
  let cacheAge: Duration

  /// Between which times the server's clock stood when the answer came, or nil without a `Date`.
  ///
  /// By RFC 9111 a cached answer keeps the `Date` of the server that made it, so now is later by its
  /// `Age`. Caches that put a `Date` of their own show what was so earlier by that much. Nobody
  /// can tell the two apart, so a job must be fresh by both.
  /// Source: https://www.rfc-editor.org/rfc/rfc9111#section-4.2.3
  var serverClock: (earliest: Timestamp, latest: Timestamp)? {
    serverTime.map { ($0 - cacheAge, $0 + cacheAge) }
  }
}
