import Testing

@testable import GateKit

@Suite struct FreshnessTests {
  private func run(
    _ results: [Result<Sighting, RequestFailure>],
    _ change: (inout GateSettings) -> Void = { _ in }
  ) async -> Rehearsal {
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(1)
    change(&settings)
    return await Rehearsal.run(settings) { request, now in
      (.zero, Reply(results[min(request.number, results.count) - 1], at: now))
    }
  }

  @Test func aJobFinishedAMomentAgoCounts() async {
    let run = await run([shows(.sample("successful", age: .seconds(15 * 60)))])
    #expect(run.verdict.outcome == .passed)
    #expect(run.sentAt.count == 1)
  }

  @Test func anOldJobDoesNotCount() async {
    let run = await run([shows(.sample("successful", age: .seconds(15 * 60 + 1)))])
    #expect(run.verdict.outcome == .notFound)
    #expect(run.verdict.advice?.contains("--any-age") == true)
  }

  @Test func anOldJobCountsWithAnyAge() async {
    let run = await run([shows(.sample("successful", age: .seconds(1_000_000)))]) {
      $0.freshness.acceptsAnyAge = true
    }
    #expect(run.verdict.outcome == .passed)
  }

  @Test func anOldFailureDoesNotCountEither() async {
    let run = await run([shows(.sample("failed", age: .seconds(86_400)))])
    #expect(run.verdict.outcome == .notFound)
  }

  @Test func agesAreMeasuredOnTheServersClock() async {
    // The runner's clock is a day behind the server's, so on it the job lies in the future.
    let dayAhead = Rehearsal.start + .seconds(86_400)
    let old = PublishJob(
      id: ServerText("ds-1"), streamID: nil, status: .successful, percentage: 100,
      requestedTime: dayAhead - .seconds(3_600), resources: nil)
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(1)
    let run = await Rehearsal.run(settings) { _, now in
      (.zero, Reply(shows(old), at: now, serverTime: dayAhead + now))
    }
    #expect(run.verdict.outcome == .notFound)
    #expect(run.warnings == [.clockSkew(.seconds(-86_400))])
  }

  @Test func withoutAServerClockNoAgeIsMeasured() async {
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(1)
    let run = await Rehearsal.run(settings) { _, now in
      (.zero, Reply(shows(.sample("successful")), at: now, hasDate: false))
    }
    #expect(run.verdict.outcome == .notFound)
    #expect(run.verdict.reason.contains("Date header"))
  }

  @Test(arguments: [(Duration.zero, Outcome.passed), (.milliseconds(1), .notFound)])
  func sinceIsInclusive(early: Duration, outcome: Outcome) async {
    let job = PublishJob.sample("successful", age: .seconds(7_200))
    let run = await run([shows(job)]) {
      $0.freshness.since = Rehearsal.start - .seconds(7_200) + early
    }
    #expect(run.verdict.outcome == outcome)
  }

  @Test func aJobWithoutATimeCannotBeFresh() async {
    let run = await run([shows(.sample("successful", age: nil))])
    #expect(run.verdict.outcome == .notFound)
  }

  @Test func aJobSeenInProgressCountsWhateverItsAge() async {
    let old = Duration.seconds(7_200)
    let run = await run([
      shows(.sample(age: old)), shows(.sample("successful", age: old)),
    ])
    #expect(run.verdict.outcome == .passed)
  }

  @Test func aJobSeenInProgressBeforeSinceCountsWithAWarning() async {
    let run = await run([shows(.sample()), shows(.sample("successful"))]) {
      $0.freshness.since = Rehearsal.start
    }
    #expect(run.verdict.outcome == .passed)
    #expect(run.warnings == [.olderThanSince(.seconds(10), .sample())])
  }

  @Test func theOldJobIsWaitedOut() async {
    let old = shows(.sample(id: "ds-0", "failed", age: .seconds(7_200)))
    let run = await run([old, old, shows(.sample()), shows(.sample("successful"))]) {
      $0.limits.start = .seconds(120)
    }
    #expect(run.verdict.outcome == .passed)
    let waits = run.kinds.filter { if case .waitingForJob = $0 { true } else { false } }
    #expect(waits.count == 1)
  }

  @Test func aLaterJobSupersedes() async {
    let run = await run([shows(.sample()), shows(.sample(id: "ds-2", age: .seconds(5)))])
    #expect(run.verdict.outcome == .superseded)
  }

  @Test func aLaterSuccessIsNotOurs() async {
    let run = await run([
      shows(.sample()), shows(.sample(id: "ds-2", "successful", age: .seconds(5))),
    ])
    #expect(run.verdict.outcome == .superseded)
  }

  @Test func anEarlierJobIsNotTakenForTheWatchedOne() async {
    let run = await run([
      shows(.sample()), shows(.sample(id: "ds-0", "successful", age: .seconds(60))),
      shows(.sample("failed")),
    ]) { $0.limits.start = .seconds(60) }
    #expect(run.verdict.outcome == .failed)
  }

  @Test func aWatchedJobThatNeverComesBackIsNotFound() async {
    let run = await run([
      shows(.sample()), shows(.sample(id: "ds-0", "successful", age: .seconds(60))),
    ])
    #expect(run.verdict.outcome == .notFound)
  }

  @Test(arguments: [
    PublishJob.sample(bot: "st-other", "successful"), .sample(id: nil, "successful"),
    .sample(id: "", "successful"),
  ])
  func aJobThatIsNotIdentifiedIsNoProof(job: PublishJob) async {
    let run = await run([shows(job)])
    #expect(run.verdict.outcome == .protocolError)
  }
}
