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

/// Why a job counts as the one that was just published.
package enum FreshnessProof: Equatable, Sendable {
  case seenInProgress
  case requestedSince(Timestamp)
  case requestedWithin(Duration)
  case anyAge

  /// The proof as a clause: `it is in progress`.
  package var description: String {
    switch self {
    case .seenInProgress: "it is in progress"
    case .requestedSince(let time): "it was requested at or after \(time.iso8601)"
    case .requestedWithin(let age): "it was requested at most \(age.text) before the gate started"
    case .anyAge: "--any-age accepts any job"
    }
  }

  /// Whether the job's age is all that speaks for it: while ours is not registered yet, the server
  /// shows the publish before, and that may be as young.
  var restsOnAgeAlone: Bool {
    switch self {
    case .requestedWithin: true
    case .seenInProgress, .requestedSince, .anyAge: false
    }
  }
}

/// Why what the server shows is not yet taken for the job that was just published.
package enum FreshnessDoubt: Error, Equatable, Sendable {
  case noJob
  case undated(PublishJob)
  case requestedBefore(Timestamp, PublishJob)
  case requestedBeforePipeline(Timestamp, PublishJob)
  case tooOld(age: Duration, accepted: Duration, PublishJob)
  case noServerClock(PublishJob)
  /// The job's time lies after the clock of the answer that shows it.
  case inFuture(lead: Duration, PublishJob)
  /// The job is in progress in an answer that a cache got before the gate's start.
  case fromCache(age: Duration, PublishJob)
  /// Nothing but the job's age speaks for it, and it was not looked at often enough to be believed.
  case unconfirmed(PublishJob)
  /// Another job than the one being watched, and not requested later.
  case notTheWatched(PublishJob)

  /// The doubt as a sentence without a full stop.
  package var description: String {
    switch self {
    case .noJob:
      "the server shows no publish of this bot"
    case .undated(let job):
      "\(job.standing) and has no readable requestedTime"
    case .requestedBefore(let since, let job):
      "\(job.dating), before \(since.iso8601)"
    case .requestedBeforePipeline(let created, let job):
      "\(job.dating), before the pipeline was created at \(created.iso8601)"
    case .tooOld(let age, let accepted, let job):
      "\(job.dating), \(age.text) before the gate started (accepted: \(accepted.text))"
    case .noServerClock(let job):
      "\(job.dating), and the server sends no Date header to date it with"
    case .inFuture(let lead, let job):
      "\(job.dating), \(lead.text) ahead of the server's own clock, so it cannot be dated"
    case .fromCache(let age, let job):
      "\(job.dating), in an answer that lay \(age.text) in a cache"
    case .unconfirmed(let job):
      "\(job.dating), and only its age speaks for it, so it is looked at twice more"
    case .notTheWatched(let job):
      "the server shows another job, \(job.idText), that was not requested later than the one"
        + " being watched"
    }
  }

  /// Whether the doubt is of the same kind about the same job in the same state as another one,
  /// whatever times they name.
  func isLike(_ other: FreshnessDoubt) -> Bool {
    switch (self, other) {
    case (.noJob, .noJob): true
    case (.undated(let left), .undated(let right)),
      (.requestedBefore(_, let left), .requestedBefore(_, let right)),
      (.requestedBeforePipeline(_, let left), .requestedBeforePipeline(_, let right)),
      (.tooOld(_, _, let left), .tooOld(_, _, let right)),
      (.noServerClock(let left), .noServerClock(let right)),
      (.inFuture(_, let left), .inFuture(_, let right)),
      (.fromCache(_, let left), .fromCache(_, let right)),
      (.unconfirmed(let left), .unconfirmed(let right)),
      (.notTheWatched(let left), .notTheWatched(let right)):
      left.id == right.id && left.requestedTime == right.requestedTime
        && left.status == right.status
    case (.noJob, _), (.undated, _), (.requestedBefore, _), (.requestedBeforePipeline, _),
      (.tooOld, _), (.noServerClock, _), (.inFuture, _), (.fromCache, _), (.unconfirmed, _),
      (.notTheWatched, _):
      false
    }
  }

  /// Which flag to use when the job is the right one after all.
  var advice: String {
    switch self {
    case .noJob:
      "Check that the publish was started, and that --bot-id names the bot it was started for;"
        + " --start-timeout gives it more time."
    case .undated, .notTheWatched, .inFuture:
      "Look at the bot's publish history in Kore.ai; --any-age judges whatever job the server"
        + " shows."
    case .requestedBefore:
      "Check that the publish was started. If this job is the right one, pass an earlier --since,"
        + " or --any-age to judge it whatever its age."
    case .requestedBeforePipeline:
      "Check that the publish was started. If this job is the right one, pass --since TIME, or"
        + " --any-age to judge it whatever its age."
    case .tooOld:
      "Check that the publish was started. If this job is the right one, pass --since TIME or a"
        + " longer --fresh-within, or --any-age to judge it whatever its age."
    case .noServerClock:
      "What stands between the gate and the server takes the header away; --any-age judges the job"
        + " whatever its age."
    case .fromCache:
      "Something between the gate and the server keeps answers, although the gate forbids it; let"
        + " it pass the publish status through."
    case .unconfirmed:
      "Pass --since TIME, taken just before the publish was started: it needs no second look. Or"
        + " give the gate more time."
    }
  }
}

extension PublishJob {
  package var idText: String { id?.description ?? "(no id)" }

  package var requestedText: String { requestedTime?.iso8601 ?? "at an unknown time" }
}

extension PublishJob {
  /// Which job it is and how it stands, as the beginning of a sentence.
  fileprivate var standing: String {
    status.isTerminal ? "the last job, \(idText), ended \(status)" : "job \(idText) is in progress"
  }

  /// The same, and when the job was requested.
  fileprivate var dating: String { "\(standing) and was requested \(requestedText)" }
}
