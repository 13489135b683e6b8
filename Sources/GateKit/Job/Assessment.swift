/// What one resource means for the gate.
package enum Assessment: Equatable, Sendable {
  case passed
  /// It succeeded, but is not live before somebody approves it.
  case awaitingApproval
  /// It did not succeed, and that fails the gate.
  case failed
  /// It had not ended.
  case unfinished
  /// Its status is no word that the gate knows.
  case unknown
  /// It was not attempted before the publish ended, or the server skipped it.
  case notAttempted
  /// It did not succeed, and `--allow-resource` tolerates that.
  case tolerated

  /// Whether the resource stands in the way of green.
  package var failsGate: Bool {
    switch self {
    case .passed, .awaitingApproval, .tolerated: false
    case .failed, .unfinished, .unknown, .notAttempted: true
    }
  }

  /// Whether the resource is one of those that the gate counts as passed.
  package var isPassed: Bool {
    switch self {
    case .passed, .awaitingApproval: true
    case .failed, .unfinished, .unknown, .notAttempted, .tolerated: false
    }
  }
}

extension ResourcePolicy {
  /// What a resource means for the gate.
  ///
  /// - Parameter jobEnded: whether the publish has ended, so that nothing more will happen to it.
  package func assess(_ resource: Resource, jobEnded: Bool) -> Assessment {
    let assessment = assessWithoutTolerance(resource, jobEnded: jobEnded)
    return assessment.failsGate && jobEnded && tolerates(resource) ? .tolerated : assessment
  }

  private func assessWithoutTolerance(_ resource: Resource, jobEnded: Bool) -> Assessment {
    switch resource.status {
    case .succeeded:
      switch resource.liveState {
      case nil, .published: .passed
      case .awaitingApproval: requiresLive ? .failed : .awaitingApproval
      case .rejected: .failed
      case .other: requiresLive ? .failed : .passed
      }
    case .failed: .failed
    case .inProgress: .unfinished
    case .pending: jobEnded ? .notAttempted : .unfinished
    case .skipped: .notAttempted
    case .unknown: .unknown
    }
  }
}

extension Resource {
  /// What became of the resource, as a clause without its name: `failed: Bot is locked`.
  ///
  /// - Parameter reasonLimit: the longest reason, in characters.
  package func account(of assessment: Assessment, reasonLimit: Int = ServerText.logLimit) -> String {
    let because = reason.map { ": \($0.sanitized(limit: reasonLimit))" } ?? ""
    switch assessment {
    case .passed: return "succeeded"
    case .awaitingApproval: return "succeeded, and awaits approval before it is live"
    case .failed:
      switch liveState {
      case .awaitingApproval? where status == .succeeded: return "only awaits approval"
      case .rejected? where status == .succeeded: return "was rejected\(because)"
      case .other(let state)? where status == .succeeded:
        return "is not live: its state is '\(state)'"
      default: return because.isEmpty ? "failed, and the server does not say why" : "failed\(because)"
      }
    case .unfinished: return "had not ended (\(status))\(because)"
    case .unknown: return "has \(status), which counts as not passed\(because)"
    case .notAttempted:
      return status == .skipped ? "was skipped\(because)" : "was never attempted\(because)"
    case .tolerated: return "\(status), tolerated by --allow-resource\(because)"
    }
  }
}
