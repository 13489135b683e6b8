/// Something worth telling about a run of the gate.
package struct Event: Equatable, Sendable {
  /// Since the gate's start, on a monotonic clock.
  package let elapsed: Duration

  /// On the runner's wall clock.
  package let time: Timestamp

  package let kind: Kind

  package init(elapsed: Duration, time: Timestamp, kind: Kind) {
    self.elapsed = elapsed
    self.time = time
    self.kind = kind
  }

  package enum Kind: Equatable, Sendable {
    /// The gate begins to ask.
    case started(Plan)
    /// One request ended; told with `--verbose` only.
    case requested(RequestRecord)
    /// What the server shows is not, or not yet, the job to watch.
    case waitingForJob(FreshnessDoubt)
    /// The job to watch is found; from here on the gate is locked on its id.
    case jobFound(PublishJob, FreshnessProof)
    /// The job's percentage or a resource changed, or the watched job is in sight again.
    case progressed(PublishJob, [ResourceChange])
    /// A request failed, and another will be made.
    case retrying(RequestFailure, attempt: Int, wait: Duration)
    /// The server refused the token, and the gate gets another one.
    case renewingToken(RequestFailure)
    /// Nothing changed for a while.
    case heartbeat(HeartbeatState)
    case warning(Warning)
    /// The gate ends.
    case ended(Verdict)
  }
}

/// What a run is going to do.
package struct Plan: Equatable, Sendable {
  package let bot: BotReference
  package let limits: GateSettings.Limits
}

/// One request and what the gate made of it.
package struct RequestRecord: Equatable, Sendable {
  package let number: Int

  /// How the request went, or nil when it was given up without any reply.
  package let exchange: Exchange?

  package let observation: Observation

  /// What a request showed.
  package enum Observation: Equatable, Sendable {
    /// The watched job, and its percentage where it has one.
    case job(percentage: Double?)
    /// A good answer about no job, or another one.
    case noFreshJob
    case failure
  }

  /// What came of it, as a clause: `inprogress, 40 %`.
  package let finding: String

  /// How long until the next request, or nil when the gate ends.
  package let nextWait: Duration?
}

/// The state of a run, for a line of a log that shows that it is alive.
package enum HeartbeatState: Equatable, Sendable {
  /// No good answer yet, or the last requests failed.
  case noContact(RequestFailure?)
  case waitingForJob(FreshnessDoubt?)
  case watching(PublishJob)
}

extension HeartbeatState {
  /// What is known of the publish, as a clause.
  ///
  /// - Parameter job: the watched job as it was last seen, or nil before it is found.
  func clause(lastSeen job: PublishJob?) -> String {
    switch self {
    case .watching(let job): "the publish was last seen \(job.stateText)"
    case .waitingForJob(let doubt?): doubt.description
    case .waitingForJob(nil): "no job was seen"
    case .noContact(let failure?):
      job.map { "the publish was last seen \($0.stateText)" }
        ?? "no good answer was had: \(failure.description)"
    case .noContact(nil): "no answer was had yet"
    }
  }
}
