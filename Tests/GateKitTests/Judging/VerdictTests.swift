import TestSupport
import Testing

@testable import GateKit

@Suite struct VerdictTests {
  private func verdict(
    _ job: PublishJob, _ change: (inout GateSettings) throws -> Void = { _ in }
  ) async throws -> Verdict {
    var settings = GateSettings.forTests
    try change(&settings)
    return await VirtualRun.run(settings) { _, now in (.zero, Reply(shows(job), at: now)) }.verdict
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
    let run = await watched { now in
      now < .seconds(11) ? ended([.sample(status: "PENDING")]) : ended([.sample()])
    }
    #expect(run.verdict.outcome == .passed)
  }

  @Test func whatDoesNotCatchUpFailsAfterTenSeconds() async {
    let run = await watched { _ in ended([.sample(status: "INPROGRESS")]) }
    #expect(run.verdict.outcome == .failed)
    // The first of these answers came after 2 s.
    #expect(run.elapsed == .seconds(12))
  }

  @Test func theTenSecondsCountAnewWhenThePublishRunsAgain() async {
    let run = await watched { now in
      switch now.inSeconds {
      case ..<10: ended([.sample(status: "PENDING")])
      case ..<14: .sample()
      case ..<22: ended([.sample(status: "PENDING")])
      default: ended([.sample()])
      }
    }
    #expect(run.verdict.outcome == .passed)
  }

  /// A run that sees the job in progress first, and then what the server shows at each time.
  private func watched(_ job: @escaping (Duration) -> PublishJob) async -> VirtualRun {
    await VirtualRun.run { request, now in
      (.zero, Reply(shows(request.number == 1 ? .sample(resources: []) : job(now)), at: now))
    }
  }

  @Test(arguments: [
    ["A": "SUCCESS"], ["A": "SUCCESS", "B": "SUCCESS"], [:],
  ])
  func aFailureThatIsLeftOutLaterCountsAllTheSame(last: [String: String]) async {
    let run = await VirtualRun.run { request, now in
      let first = PublishJob.sample(
        percentage: 50,
        resources: [.sample("dialog", "A"), .sample("dialog", "C", status: "FAILED", reason: "no")])
      let resources = last.sorted { $0.key < $1.key }.map {
        Resource.sample("dialog", $0.key, status: $0.value)
      }
      let job = request.number == 1 ? first : ended(resources, percentage: 100)
      return (.zero, Reply(shows(job), at: now))
    }
    #expect(run.verdict.outcome == .failed)
    #expect(
      run.verdict.reason.contains("dialog 'C' failed: no (the last answer leaves it out)"),
      "\(run.verdict.reason)")
  }

  @Test func whatHadNotEndedAndIsLeftOutIsAskedAboutForTenSeconds() async {
    let run = await VirtualRun.run { request, now in
      let first = PublishJob.sample(
        percentage: 50,
        resources: [.sample("dialog", "A"), .sample("dialog", "B", status: "PENDING")])
      let job = request.number == 1 ? first : ended([.sample("dialog", "A")], percentage: 50)
      return (.zero, Reply(shows(job), at: now))
    }
    #expect(run.verdict.outcome == .failed)
    #expect(run.elapsed == .seconds(12))
    #expect(run.verdict.reason.contains("dialog 'B' was never attempted (the last answer leaves"))
  }

  /// A server that makes up other resources each time, before the job is found or after it.
  @Test(arguments: ["inprogress", "successful"])
  func moreResourcesThanAJobMayHaveInAllAreNoStatus(status: String) async {
    let run = await VirtualRun.run { request, now in
      let resources = (0..<40_000).map { Resource.sample("dialog", "\(request.number)-\($0)") }
      return (.zero, Reply(shows(.sample(status, resources: resources)), at: now))
    }
    #expect(run.verdict.outcome == .protocolError)
    #expect(run.sentAt.count == 3)
    #expect(run.verdict.reason.contains("more than 100000 resources in all"))
  }

  @Test func aSuccessThatIsLeftOutLaterIsASuccess() async {
    let run = await VirtualRun.run { request, now in
      let first = PublishJob.sample(resources: [.sample("dialog", "A"), .sample("dialog", "B")])
      let job = request.number == 1 ? first : ended([.sample("dialog", "A")], percentage: 100)
      return (.zero, Reply(shows(job), at: now))
    }
    #expect(run.verdict.outcome == .passed)
  }

  @Test(arguments: [250, 100.1, -1, .infinity, .nan])
  func aPercentageIsJudgedAsItWasSent(percentage: Double) async throws {
    #expect(try await verdict(ended([], percentage: percentage)).outcome == .protocolError)
  }

  @Test func aPercentageThatDisagreesIsAWarning() async {
    let run = await watched { _ in ended([.sample()], percentage: 50) }
    #expect(run.verdict.outcome == .passed)
    #expect(run.warnings == [.percentageDisagrees(50)])
  }

  @Test(arguments: [false, true])
  func anUnknownStateIsAWarning(isRequired: Bool) async {
    var settings = GateSettings.forTests
    settings.resources.requiresLive = isRequired
    let odd = Resource.sample(state: "configured")
    let run = await VirtualRun.run(
      settings, [shows(.sample()), shows(ended([odd], percentage: 100))])
    #expect(run.verdict.outcome == (isRequired ? .failed : .passed))
    #expect(run.warnings == (isRequired ? [] : [.unknownLiveState([odd])]))
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
    ("failed", false, .failed), ("FAILURE", false, .failed), ("error", true, .failed),
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

  @Test(arguments: ["FAILED", "failure", "ERROR"])
  func failureIsReadWithoutCase(status: String) async throws {
    #expect(try await verdict(.sample(status)).outcome == .failed)
  }

  @Test(arguments: ["completed", "finished", "done", ""])
  func whatNobodyHasDocumentedIsNoEnd(status: String) async throws {
    #expect(try await verdict(.sample(status)).outcome == .protocolError)
  }

  @Test(arguments: [
    "IN_PROGRESS", "in progress", "In-Progress", "pending", "queued", "running", "STARTED",
  ])
  func progressIsReadWithoutCase(status: String) async throws {
    #expect(try await verdict(.sample(status)).outcome == .timedOut)
  }

  @Test func everyOutcomeHasACodeOfItsOwn() {
    #expect(
      Outcome.all.map(\.exitCode) == [0, 1, 64, 66, 69, 70, 73, 75, 76, 77, 124, 129, 130, 143])
  }
}
