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
    case heartbeat(Pulse)
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

  package let showed: Showed

  /// What a request showed.
  package enum Showed: Equatable, Sendable {
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

/// One resource that is new, or of which something changed: its status, its reason, or whether it is
/// listed at all.
package struct ResourceChange: Equatable, Sendable {
  package let resource: Resource

  /// How many resources with the same type, id and name stand before it.
  package let occurrence: Int

  /// The status before, or nil when the resource was not there.
  package let previous: ResourceStatus?

  init(resource: Resource, occurrence: Int = 0, previous: ResourceStatus?) {
    self.resource = resource
    self.occurrence = occurrence
    self.previous = previous
  }
}

/// The state of a run, for a line of a log that shows that it is alive.
package enum Pulse: Equatable, Sendable {
  /// No good answer yet, or the last requests failed.
  case noContact(RequestFailure?)
  case waitingForJob(FreshnessDoubt?)
  case watching(PublishJob)
}

/// Something odd that does not end the gate.
package enum Warning: Equatable, Sendable {
  /// The runner's clock is ahead of the server's, by a negative time when it is behind.
  case clockSkew(Duration)
  /// A ready-made token says that it is not valid now, with the rest of the sentence.
  case tokenTime(origin: String, String)
  /// The job in progress was requested this long before `--since`.
  case olderThanSince(Duration, PublishJob)
  /// The overall status is a word that the API does not document.
  case unknownStatus(ServerText?)
  /// The job ended successful with a percentage below 100.
  case percentageDisagrees(Double)
  /// These resources await approval before they are live.
  case awaitingApproval([Resource])
  /// These resources succeeded with a `result.state` that nobody has documented.
  case unknownLiveState([Resource])
  /// The report could not be written; it is tried again with the next change.
  case reportNotWritten(path: String, reason: String)
}

extension Warning {
  /// The warning as a sentence without a full stop.
  package var description: String {
    switch self {
    case .clockSkew(let skew):
      "the runner's clock is \(skew.magnitude.text) \(skew < .zero ? "behind" : "ahead of") the"
        + " server's; ages are measured on the server's clock, but a --since taken on the runner"
        + " is not"
    case .tokenTime(let origin, let doubt):
      "the token of \(origin) \(doubt)"
    case .olderThanSince(let lead, let job):
      "job \(job.idText) was requested \(lead.text) before --since; it counts because this run saw"
        + " it in progress"
    case .unknownStatus(let status):
      "the server's status is '\(JobStatus.unknown(status))', which the gate does not know; asking"
        + " again"
    case .percentageDisagrees(let percentage):
      "the publish says successful at \(percentage.percentText)"
    case .awaitingApproval(let resources):
      "\(resources.labels(most: 3)) \(resources.count == 1 ? "awaits" : "await") approval and"
        + " \(resources.count == 1 ? "is" : "are") not live yet; --require-live fails on that"
    case .unknownLiveState(let resources):
      "\(resources.labels(most: 3)) \(resources.count == 1 ? "has" : "have") a state that the gate"
        + " does not know; --require-live fails on that"
    case .reportNotWritten(let path, let reason):
      "cannot write the report \(path): \(reason)"
    }
  }
}

extension Duration {
  fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}

extension [Resource] {
  /// The labels of the first resources, and how many more there are.
  package func labels(most: Int) -> String {
    let shown = prefix(most).map(\.label).joined(separator: ", ")
    return count > most ? "\(shown) and \(count - most) more" : shown
  }
}

extension Double {
  /// A percentage with at most one decimal, rounded down, so that only 100 is `100 %`: `33.3 %`.
  package var percentText: String {
    let tenths = Int((self * 10).rounded(.down))
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }
}
