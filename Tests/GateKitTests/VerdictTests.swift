import Testing

@testable import GateKit

@Suite struct VerdictTests {
  private func verdict(
    _ job: PublishJob, _ change: (inout GateSettings) throws -> Void = { _ in }
  ) async throws -> Verdict {
    var settings = GateSettings.forTests
    try change(&settings)
    return await Rehearsal.run(settings) { _, now in (.zero, Reply(shows(job), at: now)) }.verdict
  }

  private func ended(_ resources: [Resource]?, percentage: Double? = nil) -> PublishJob {
    .sample("successful", percentage: percentage, resources: resources)
  }

  @Test(arguments: [
    "FAILED", "failure", "Error", "INPROGRESS", "PENDING", "SKIPPED", "DONE", "", "SUCCES",
  ])
  func aResourceThatDidNotSucceedFailsASuccessfulPublish(status: String) async throws {
    let verdict = try await verdict(ended([.sample(), .sample(status: status)]))
    #expect(verdict.outcome == .failed)
  }

  @Test(arguments: ["SUCCESS", "success", "Successful", "SUCCES_S"])
  func aResourceThatSucceededPasses(status: String) async throws {
    #expect(try await verdict(ended([.sample(status: status)])).outcome == .passed)
  }

  @Test(arguments: [
    ([Resource]?.none, Double?.none, Outcome.protocolError),
    ([], 99.9, .protocolError),
    ([], 100, .passed),
    (nil, 100, .passed),
  ])
  func anEmptySummaryNeedsAHundredPercent(
    resources: [Resource]?, percentage: Double?, outcome: Outcome
  ) async throws {
    #expect(try await verdict(ended(resources, percentage: percentage)).outcome == outcome)
  }

  @Test func resourcesThatCatchUpAMomentLaterPass() async throws {
    let run = await Rehearsal.run(
      .forTests,
      [shows(ended([.sample(status: "PENDING")])), shows(ended([.sample()]))])
    #expect(run.verdict.outcome == .passed)
  }

  @Test func anAllowedResourceMayFail() async throws {
    let failed = Resource.sample("dialog", "Small Talk", status: "FAILED")
    let verdict = try await verdict(ended([.sample(), failed])) {
      $0.resources.allowed = [try ResourcePattern(parsing: "DIALOG:small*")]
    }
    #expect(verdict.outcome == .passed)
    #expect(verdict.reason.contains("1 tolerated"))
  }

  @Test func anAllowedResourceDoesNotSaveAFailedPublish() async throws {
    let job = PublishJob.sample("failed", resources: [.sample(status: "FAILED", reason: "locked")])
    let verdict = try await verdict(job) {
      $0.resources.allowed = [try ResourcePattern(parsing: "*:*")]
    }
    #expect(verdict.outcome == .failed)
    #expect(verdict.reason.contains("locked"))
  }

  @Test(arguments: [
    ("published", false, Outcome.passed), ("published", true, .passed),
    ("awaitingApproval", false, .passed), ("awaitingApproval", true, .failed),
    ("rejected", false, .failed), ("rejected", true, .failed),
    ("configured", false, .passed), ("configured", true, .failed),
  ])
  func requireLiveAsksForPublished(state: String, isRequired: Bool, outcome: Outcome) async throws {
    let verdict = try await verdict(ended([.sample(state: state)])) {
      $0.resources.requiresLive = isRequired
    }
    #expect(verdict.outcome == outcome)
  }

  @Test(arguments: ["SUCCESSFUL", "success", "Successful"])
  func successIsReadWithoutCase(status: String) async throws {
    #expect(try await verdict(.sample(status)).outcome == .passed)
  }

  @Test(arguments: ["IN_PROGRESS", "in progress", "In-Progress", "pending"])
  func progressIsReadWithoutCase(status: String) async throws {
    #expect(try await verdict(.sample(status)).outcome == .timedOut)
  }

  @Test func everyOutcomeHasACodeOfItsOwn() {
    #expect(
      Outcome.all.map(\.exitCode) == [0, 1, 64, 66, 69, 70, 73, 75, 76, 77, 124, 129, 130, 143])
  }
}
