/// Something odd that does not end the gate.
package enum Warning: Equatable, Sendable {
  /// The runner's clock is ahead of the server's, by a negative time when it is behind.
  case clockSkew(Duration)
  /// A ready-made token says that it is not valid now, with the rest of the sentence.
  case tokenTime(origin: String, String)
  /// The job in progress was requested this long before `--since`.
  case olderThanSince(Duration, PublishJob)
  /// The overall status is a word that the API does not document.
  case unknownStatus(UntrustedText?)
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

extension Warning {
  /// What is odd about a job that ended with this verdict.
  static func all(
    of job: PublishJob, under policy: ResourcePolicy, ended verdict: Verdict
  ) -> [Warning] {
    var warnings: [Warning] = []
    if verdict.outcome == .passed, let percentage = job.percentage, percentage < 100 {
      warnings.append(.percentageDisagrees(percentage))
    }
    let resources = job.resources ?? []
    let awaiting = resources.filter { policy.assess($0, jobEnded: true) == .awaitingApproval }
    if !awaiting.isEmpty { warnings.append(.awaitingApproval(awaiting)) }
    let odd = resources.filter { resource in
      guard case .other = resource.liveState else { return false }
      return policy.assess(resource, jobEnded: true) == .passed
    }
    if !odd.isEmpty { warnings.append(.unknownLiveState(odd)) }
    return warnings
  }
}
