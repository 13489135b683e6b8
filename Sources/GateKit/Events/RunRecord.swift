/// What a run has shown so far, gathered from its events: the source of the report and of the bar.
package struct RunRecord: Equatable, Sendable {
  package let bot: BotReference
  package let startedAt: Timestamp
  package let policy: ResourcePolicy

  /// The watched job as it was last seen, or nil before it is found.
  package private(set) var job: PublishJob?

  /// The resources of the watched job, each with what it means for the gate.
  package private(set) var assessed: AssessedResources

  /// Why what the server shows is not the job to watch, or nil when it is.
  package private(set) var doubt: FreshnessDoubt?

  /// Why the last request failed, or nil when it did not.
  package private(set) var failure: RequestFailure?

  package private(set) var requests = 0

  /// Since the gate's start, of the last event.
  package private(set) var elapsed: Duration = .zero

  /// How the run ended, or nil while it goes on.
  package private(set) var verdict: Verdict?

  package private(set) var history = RunHistory()

  package init(bot: BotReference, startedAt: Timestamp, policy: ResourcePolicy) {
    self.bot = bot
    self.startedAt = startedAt
    self.policy = policy
    assessed = AssessedResources(of: nil, by: policy)
  }

  /// Takes in one event.
  ///
  /// - Returns: whether a report of the record would now say something else.
  package mutating func apply(_ event: Event) -> Bool {
    elapsed = event.elapsed
    history.apply(event)
    switch event.kind {
    case .started, .heartbeat, .warning:
      return false
    case .requested(let record):
      requests = record.number
      switch record.observation {
      case .failure:
        // The event that follows tells of the failure.
        return false
      case .job, .noFreshJob:
        // No other event tells of a good answer that shows nothing new.
        defer { failure = nil }
        return failure != nil
      }
    case .waitingForJob(let doubt):
      self.doubt = doubt
      failure = nil
    case .jobFound(let job, _), .progressed(let job, _):
      self.job = job
      assessed = AssessedResources(of: job, by: policy)
      doubt = nil
      failure = nil
    case .retrying(let failure, _, _), .renewingToken(let failure):
      self.failure = failure
    case .ended(let verdict):
      self.verdict = verdict
    }
    return true
  }

  /// The state of a run that goes on, as a sentence without a full stop.
  package var stateText: String {
    if let failure { return "the last request failed: \(failure.description)" }
    if let doubt { return "no fresh job yet: \(doubt.description)" }
    return job.map { "the publish is \($0.stateText)" } ?? "no answer yet"
  }
}

extension RunRecord {
  /// The resources that stand in the way of green, failed resources first: they explain more than
  /// resources that were never reached.
  ///
  /// While the publish runs, only failed resources do: the others may still succeed.
  package var failing: [AssessedResource] {
    let hasEnded = job?.status.isTerminal ?? false
    return assessed.matching { $0 == .failed }
      + (hasEnded ? assessed.matching { $0.failsGate && $0 != .failed } : [])
  }

  /// The resources that do not stand in the way of green, but that somebody should look at.
  package var doubtful: [AssessedResource] {
    let hasEnded = job?.status.isTerminal ?? false
    return assessed.matching { assessment in
      switch assessment {
      case .awaitingApproval, .tolerated: true
      case .unknown: !hasEnded
      case .passed, .failed, .unfinished, .notAttempted: false
      }
    }
  }
}
