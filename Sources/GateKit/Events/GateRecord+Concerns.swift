/// A resource of the watched job, and what it means for the gate.
package typealias AssessedResource = (resource: Resource, assessment: Assessment)

extension GateRecord {
  /// The resources that stand in the way of green, those that failed first: they say more than
  /// those that were only never reached.
  ///
  /// While the publish runs, only what failed does: the others may still succeed.
  package var failing: [AssessedResource] {
    let assessed = assessed
    let hasEnded = job?.status.isTerminal ?? false
    return assessed.filter { $0.assessment == .failed }
      + (hasEnded ? assessed.filter { $0.assessment.failsGate && $0.assessment != .failed } : [])
  }

  /// The resources that do not stand in the way of green, but that somebody should look at.
  package var doubtful: [AssessedResource] {
    let hasEnded = job?.status.isTerminal ?? false
    return assessed.filter { _, assessment in
      switch assessment {
      case .awaitingApproval, .tolerated: true
      case .unknown: !hasEnded
      case .passed, .failed, .unfinished, .notAttempted: false
      }
    }
  }
}
