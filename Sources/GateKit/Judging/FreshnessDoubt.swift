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
