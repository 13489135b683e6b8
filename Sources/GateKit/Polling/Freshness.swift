/// Decides whether a finished job is the one that was just published.
///
/// The API has no job id in its request and shows the last finished job when none is running, so
/// right after a publish it may still show the one before. Ages are measured on the server's clock.
struct Freshness: Equatable, Sendable {
  private let policy: FreshnessPolicy

  /// The gate's start on the server's clock, or nil while no answer had a `Date` header.
  private(set) var startOnServerClock: Timestamp?

  init(policy: FreshnessPolicy) {
    self.policy = policy
  }

  /// Learns the server's clock from the first answer that tells it.
  ///
  /// The answer was dated after its request was sent, so counting back from there gives the latest
  /// start that is possible: a slow answer never makes a job look younger than it is.
  ///
  /// - Parameter sent: since the gate's start.
  mutating func learn(serverTime: Timestamp, ofRequestSentAt sent: Duration) {
    startOnServerClock = startOnServerClock ?? serverTime - sent
  }

  /// What proves that a finished job is fresh, or what speaks against it.
  func judge(finished job: PublishJob) -> Result<FreshnessProof, FreshnessDoubt> {
    if policy.acceptsAnyAge { return .success(.anyAge) }
    guard let requested = job.requestedTime else { return .failure(.undated(job)) }
    if let since = policy.since {
      return requested >= since
        ? .success(.requestedSince(since)) : .failure(.requestedBefore(since, job))
    }
    guard let start = startOnServerClock else { return .failure(.noServerClock(job)) }
    let age = start - requested
    return age <= policy.maximumAge
      ? .success(.requestedWithin(policy.maximumAge))
      : .failure(.tooOld(age: age, accepted: policy.maximumAge, job))
  }

  /// How much earlier than `--since` a job was requested, or nil when it was not.
  func leadBeforeSince(of job: PublishJob) -> Duration? {
    guard !policy.acceptsAnyAge, let since = policy.since, let requested = job.requestedTime,
      requested < since
    else { return nil }
    return since - requested
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
}

/// Why what the server shows is not yet taken for the job that was just published.
package enum FreshnessDoubt: Error, Equatable, Sendable {
  case noJob
  case undated(PublishJob)
  case requestedBefore(Timestamp, PublishJob)
  case tooOld(age: Duration, accepted: Duration, PublishJob)
  case noServerClock(PublishJob)
  /// Another job than the one being watched, and not requested later.
  case notTheWatched(PublishJob)

  /// The doubt as a sentence without a full stop.
  package var description: String {
    switch self {
    case .noJob:
      "the server shows no publish of this bot"
    case .undated(let job):
      "the last job, \(job.idText), ended \(job.status) and has no readable requestedTime"
    case .requestedBefore(let since, let job):
      "the last job, \(job.idText), ended \(job.status) and was requested \(job.requestedText),"
        + " before \(since.iso8601)"
    case .tooOld(let age, let accepted, let job):
      "the last job, \(job.idText), ended \(job.status) and was requested \(job.requestedText),"
        + " \(age.text) before the gate started (accepted: \(accepted.text))"
    case .noServerClock(let job):
      "the last job, \(job.idText), ended \(job.status), and the server sends no Date header to"
        + " measure its age with"
    case .notTheWatched(let job):
      "the server shows another job, \(job.idText), that was not requested later than the one"
        + " being watched"
    }
  }

  /// Which flag to use when the job is the right one after all.
  var advice: String {
    switch self {
    case .noJob:
      "Check that the publish was started, and that --bot-id names the bot it was started for;"
        + " --start-timeout gives it more time."
    case .undated, .notTheWatched:
      "Look at the bot's publish history in Kore.ai; --any-age judges whatever job the server"
        + " shows."
    case .requestedBefore:
      "Check that the publish was started. If this job is the right one, pass an earlier --since,"
        + " or --any-age to judge it whatever its age."
    case .tooOld:
      "Check that the publish was started. If this job is the right one, pass --since TIME or a"
        + " longer --fresh-within, or --any-age to judge it whatever its age."
    case .noServerClock:
      "Pass --since TIME, which needs no server clock, or --any-age to judge the job whatever its"
        + " age."
    }
  }
}

extension PublishJob {
  package var idText: String { id?.description ?? "(no id)" }

  package var requestedText: String { requestedTime?.iso8601 ?? "at an unknown time" }
}
