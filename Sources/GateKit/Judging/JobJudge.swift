/// Decides what an ended job means: overall status and resources together.
struct JobJudge: Equatable, Sendable {
  let policy: ResourcePolicy

  enum Judgement: Equatable {
    case settled(Verdict)
    /// The job says that it ended, but its parts do not yet agree; they may a moment later. The
    /// verdict is the one to give if they never do.
    case unsettled(Verdict)
  }

  /// - Returns: nil while the job has not ended.
  func judge(_ job: PublishJob) -> Judgement? {
    switch job.status {
    case .inProgress, .unknown: nil
    case .failed: .settled(failure(of: job))
    case .successful: judgeSuccess(job)
    }
  }

  private func judgeSuccess(_ job: PublishJob) -> Judgement {
    let resources = job.resources ?? []
    guard !resources.isEmpty else {
      if job.percentage == 100 {
        return .settled(Verdict(.passed, "the publish was successful and lists no resources"))
      }
      return .unsettled(
        Verdict(
          .protocolError,
          "the publish says successful, but lists no resources and is not at 100 %",
          advice: "Nothing shows what was published. Look at the bot's publish history in Kore.ai."
        ))
    }
    let assessed = resources.map { ($0, policy.assess($0, jobEnded: true)) }
    let bad = assessed.filter { $0.1.failsGate }
    // A failed resource explains the verdict better than a resource that was never reached.
    guard let (resource, assessment) = bad.first(where: { $0.1 == .failed }) ?? bad.first
    else { return .settled(success(of: job)) }
    let others = bad.count > 1 ? " (and \(bad.count - 1) more)" : ""
    let verdict = Verdict(
      .failed,
      "the publish says successful, but \(resource.label) \(resource.account(of: assessment))"
        + others,
      advice: advice(for: bad.map(\.1)))
    let mayStillEnd = bad.allSatisfy { [.inProgress, .pending].contains($0.0.status) }
    return mayStillEnd ? .unsettled(verdict) : .settled(verdict)
  }

  private func success(of job: PublishJob) -> Verdict {
    let tolerated = (job.resources ?? []).count { policy.assess($0, jobEnded: true) == .tolerated }
    guard tolerated > 0 else { return Verdict(.passed, "the publish was successful") }
    return Verdict(
      .passed,
      "the publish was successful, but for \(tolerated) tolerated by --allow-resource")
  }

  private func failure(of job: PublishJob) -> Verdict {
    // A tolerated resource explains a failed publish as well as any other.
    let untolerant = ResourcePolicy()
    let assessed = (job.resources ?? []).map { ($0, untolerant.assess($0, jobEnded: true)) }
    let failed = assessed.filter { $0.1 == .failed }
    let culprits = failed.isEmpty ? assessed.filter { $0.1 == .unknown } : failed
    guard let (resource, assessment) = culprits.first else {
      return Verdict(
        .failed, "the publish failed, and no resource says why",
        advice: "Look at the bot's publish history in Kore.ai.")
    }
    let others = culprits.count > 1 ? " (and \(culprits.count - 1) more)" : ""
    return Verdict(
      .failed, "the publish failed: \(resource.label) \(resource.account(of: assessment))\(others)",
      advice: "Mend what failed, then publish again.")
  }

  private func advice(for assessments: [Assessment]) -> String {
    assessments.contains(.failed)
      ? "Mend what failed, then publish again; --allow-resource TYPE:NAME tolerates a resource."
      : "Look at the bot's publish history in Kore.ai; --allow-resource TYPE:NAME tolerates a"
        + " resource."
  }
}
