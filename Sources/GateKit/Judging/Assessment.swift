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
  /// Before the publish has ended (`jobEnded`), one that may still succeed is not tolerated.
  package func assess(_ resource: Resource, jobEnded: Bool) -> Assessment {
    let assessment = assessWithoutTolerance(resource, jobEnded: jobEnded)
    let isFinal = jobEnded || assessment == .failed
    return assessment.failsGate && isFinal && tolerates(resource) ? .tolerated : assessment
  }

  private func assessWithoutTolerance(_ resource: Resource, jobEnded: Bool) -> Assessment {
    switch resource.status {
    case .succeeded:
      switch resource.liveState {
      case nil, .published: .passed
      case .awaitingApproval: requiresLive ? .failed : .awaitingApproval
      case .rejected, .failed: .failed
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
  package func account(of assessment: Assessment) -> String {
    let account = lastAccount(of: assessment)
    return isLeftOut && assessment.failsGate
      ? "\(account) (the last answer leaves it out)" : account
  }

  private func lastAccount(of assessment: Assessment) -> String {
    let because = reason.flatMap { $0.isBlank ? nil : ": \($0)" } ?? ""
    switch assessment {
    case .passed: return "succeeded"
    case .awaitingApproval: return "succeeded, and awaits approval before it is live"
    case .failed:
      let isUnexplained = status == .failed && because.isEmpty
      return isUnexplained ? "failed, and the server does not say why" : shortfall + because
    case .unfinished: return "had not ended (\(status))\(because)"
    case .unknown: return "\(shortfall), which counts as not passed\(because)"
    case .notAttempted:
      return status == .skipped ? "was skipped\(because)" : "was never attempted\(because)"
    case .tolerated: return "\(shortfall), tolerated by --allow-resource\(because)"
    }
  }

  /// What the resource lacks to pass.
  private var shortfall: String {
    switch status {
    case .succeeded:
      switch liveState {
      case nil, .published: "succeeded"
      case .awaitingApproval: "only awaits approval"
      case .rejected: "was rejected"
      case .failed: "says SUCCESS beside a result that failed"
      case .other(let state): "is not live (its state is '\(state)')"
      }
    case .failed: "failed"
    case .inProgress: "had not ended"
    case .pending: "was never attempted"
    case .skipped: "was skipped"
    case .unknown: "has \(status)"
    }
  }
}
