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
    let assessed = AssessedResources(of: job, by: policy)
    guard !assessed.isEmpty else {
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
    let bad = assessed.matching(\.failsGate)
    // A failed resource explains the verdict better than a resource that was never reached.
    guard let culprit = bad.first(where: { $0.assessment == .failed }) ?? bad.first else {
      return .settled(success(tolerating: assessed.matching { $0 == .tolerated }.count))
    }
    let others = bad.count > 1 ? " (and \(bad.count - 1) more)" : ""
    let verdict = Verdict(
      .failed, "the publish says successful, but \(culprit)\(others)",
      advice: advice(for: bad.map(\.assessment)))
    let mayStillEnd = bad.allSatisfy { [.inProgress, .pending].contains($0.resource.status) }
    return mayStillEnd ? .unsettled(verdict) : .settled(verdict)
  }

  private func success(tolerating tolerated: Int) -> Verdict {
    guard tolerated > 0 else { return Verdict(.passed, "the publish was successful") }
    return Verdict(
      .passed,
      "the publish was successful, but for \(tolerated) tolerated by --allow-resource")
  }

  private func failure(of job: PublishJob) -> Verdict {
    // A tolerated resource explains a failed publish as well as any other.
    let assessed = AssessedResources(of: job, by: ResourcePolicy())
    let failed = assessed.matching { $0 == .failed }
    let culprits = failed.isEmpty ? assessed.matching { $0 == .unknown } : failed
    guard let culprit = culprits.first else {
      return Verdict(
        .failed, "the publish failed, and no resource says why",
        advice: "Look at the bot's publish history in Kore.ai.")
    }
    let others = culprits.count > 1 ? " (and \(culprits.count - 1) more)" : ""
    return Verdict(
      .failed, "the publish failed: \(culprit)\(others)",
      advice: "Mend what failed, then publish again.")
  }

  private func advice(for assessments: [Assessment]) -> String {
    assessments.contains(.failed)
      ? "Mend what failed, then publish again; --allow-resource TYPE:NAME tolerates a resource."
      : "Look at the bot's publish history in Kore.ai; --allow-resource TYPE:NAME tolerates a"
        + " resource."
  }
}
