import TestSupport
import Testing

@testable import GateKit

@Suite struct FreshnessTests {
  private func run(
    _ results: [Result<StatusSnapshot, RequestFailure>],
    _ change: (inout GateSettings) -> Void = { _ in }
  ) async -> VirtualRun {
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(1)
    change(&settings)
    return await VirtualRun.run(settings) { request, now in
      (.zero, Reply(results[min(request.number, results.count) - 1], at: now))
    }
  }

  @Test func aJobFinishedAMomentAgoCountsAfterTwoMoreLooks() async {
    let run = await run([shows(.sample("successful", age: .seconds(15 * 60)))]) {
      $0.limits.start = .seconds(60)
    }
    #expect(run.verdict.outcome == .passed)
    #expect(run.waits == [2_000, 2_000])
    #expect(run.verdict.reason.contains("--since"))
  }

  @Test(arguments: ["successful", "failed"])
  func aYoungJobIsNotTakenWhileOursMayStillAppear(status: String) async {
    // The publish before ended ten minutes ago, and ours is registered only after the first poll.
    let before = shows(.sample(id: "ds-0", status, age: .seconds(600)))
    let ours = shows(.sample(age: .seconds(-1)))
    let run = await run([before, before, ours, shows(.sample("failed", age: .seconds(-1)))]) {
      $0.limits.start = .seconds(60)
    }
    #expect(run.verdict.outcome == .failed)
    guard
      case .jobFound(let job, .seenInProgress)? = run.kinds.first(where: {
        if case .jobFound = $0 { true } else { false }
      })
    else {
      Issue.record("ours was not found")
      return
    }
    #expect(job.id == UntrustedText("ds-1"))
  }

  @Test func anotherAnswerBetweenTheLooksMakesThemCountAnew() async {
    let young = shows(.sample("successful"))
    let run = await run([young, young, .success(.noJob), young, young, young]) {
      $0.limits.start = .seconds(60)
    }
    #expect(run.verdict.outcome == .passed)
    #expect(run.sentAt.count == 6)
  }

  @Test func aFailedRequestBetweenTheLooksChangesNothing() async {
    let young = shows(.sample("successful"))
    let run = await run([young, fails(.connection), young, young]) {
      $0.limits.start = .seconds(60)
    }
    #expect(run.verdict.outcome == .passed)
    // The second look came too soon after the first one for another look.
    #expect(run.sentAt.count == 4 && run.waits == [2_000, 500, 2_000])
  }

  @Test func aFailureInAnEarlierLookCountsThoughTheLastOneLeavesItOut() async {
    let bad = PublishJob.sample(
      "successful", resources: [.sample(), .sample("dialog", "B", status: "FAILED")])
    let run = await run([shows(bad), shows(.sample("successful"))]) {
      $0.limits.start = .seconds(60)
    }
    #expect(run.verdict.outcome == .failed)
  }

  @Test func aYoungJobThatCannotBeLookedAtAgainIsNotBelieved() async {
    let run = await run([shows(.sample("successful"))])
    #expect(run.verdict.outcome == .notFound)
    #expect(run.verdict.advice?.contains("--since") == true)
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
    let dayAhead = VirtualRun.start + .seconds(86_400)
    let old = PublishJob(
      id: UntrustedText("ds-1"), streamID: nil, status: .successful, percentage: 100,
      requestedTime: dayAhead - .seconds(3_600), resources: nil)
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(1)
    let run = await VirtualRun.run(settings) { _, now in
      (.zero, Reply(shows(old), at: now, serverTime: dayAhead + now))
    }
    #expect(run.verdict.outcome == .notFound)
    #expect(run.warnings == [.clockSkew(.seconds(-86_400))])
  }

  @Test func withoutAServerClockNoAgeIsMeasured() async {
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(1)
    let run = await VirtualRun.run(settings) { _, now in
      (.zero, Reply(shows(.sample("successful")), at: now, hasDate: false))
    }
    #expect(run.verdict.outcome == .notFound)
    #expect(run.verdict.reason.contains("Date header"))
  }

  @Test(arguments: [(Duration.zero, Outcome.passed), (.milliseconds(1), .notFound)])
  func sinceIsInclusive(early: Duration, outcome: Outcome) async {
    let job = PublishJob.sample("successful", age: .seconds(7_200))
    let run = await run([shows(job)]) {
      $0.freshness.since = VirtualRun.start - .seconds(7_200) + early
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

  @Test func aJobInProgressALittleBeforeSinceCountsWithAWarning() async {
    let run = await run([shows(.sample()), shows(.sample("successful"))]) {
      $0.freshness.since = VirtualRun.start
    }
    #expect(run.verdict.outcome == .passed)
    #expect(run.warnings == [.olderThanSince(.seconds(10), .sample())])
  }

  @Test func aJobInProgressBeforeSinceIsWaitedOut() async {
    let older = Duration.seconds(31)
    let ours = Duration.seconds(-3)
    let run = await run([
      shows(.sample(id: "ds-0", age: older)), shows(.sample(id: "ds-0", "successful", age: older)),
      shows(.sample(age: ours)), shows(.sample("failed", age: ours)),
    ]) {
      $0.freshness.since = VirtualRun.start
      $0.limits.start = .seconds(60)
    }
    #expect(run.verdict.outcome == .failed)
  }

  @Test(arguments: ["inprogress", "successful"])
  func anUndatedJobIsNotAfterSince(status: String) async {
    let run = await run([shows(.sample(status, age: nil))]) {
      $0.freshness.since = VirtualRun.start - .seconds(60)
    }
    #expect(run.verdict.outcome == .notFound)
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

  @Test func anOldJobIsToldOfOnceThoughItsAgeIsMeasuredAnew() async {
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(60)
    let run = await VirtualRun.run(settings) { request, now in
      // `Date` has whole seconds, so the start of the gate lies within a second by it.
      let date = VirtualRun.start + now - .milliseconds(now.milliseconds % 1_000)
      let old = PublishJob.sample("successful", age: .seconds(7_200))
      return (.milliseconds(37), Reply(shows(old), at: now, serverTime: date))
    }
    let doubts = run.kinds.filter { if case .waitingForJob = $0 { true } else { false } }
    #expect(doubts.count == 1)
  }

  // MARK: Clocks

  /// Plays one answer for ever: a finished job and what dates it.
  private func dated(
    age: Duration, serverAhead: Duration = .zero, cacheAge: Duration = .zero,
    hasDate: Bool = true, since: Timestamp? = nil
  ) async -> Outcome {
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(20)
    settings.freshness.since = since
    return await VirtualRun.run(settings) { _, now in
      (
        .zero,
        Reply(
          shows(.sample("successful", age: age)), at: now,
          serverTime: VirtualRun.start + now + serverAhead, hasDate: hasDate, cacheAge: cacheAge)
      )
    }.verdict.outcome
  }

  @Test func theClockOfAnErrorDatesNoJob() async {
    let hours = Duration.seconds(10 * 3_600)
    let error = fails(.serverFault)
    for (ahead, age, outcome) in [
      (Duration.seconds(-86_400), hours, Outcome.notFound),
      (.seconds(86_400), .seconds(60), .passed),
    ] {
      var settings = GateSettings.forTests
      settings.limits.start = .seconds(20)
      let run = await VirtualRun.run(settings) { request, now in
        request.number == 1
          ? (.zero, Reply(error, at: now, serverTime: VirtualRun.start + now + ahead))
          : (.zero, Reply(shows(.sample("successful", age: age)), at: now))
      }
      #expect(run.verdict.outcome == outcome)
      #expect(run.warnings.isEmpty, "an error's clock is no server's clock")
    }
  }

  @Test func everyAnswerIsDatedByItself() async {
    // The first answer is a day behind, the others are right.
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(20)
    let run = await VirtualRun.run(settings) { request, now in
      let ahead: Duration = request.number == 1 ? .seconds(-86_400) : .zero
      let job = PublishJob.sample(
        id: request.number == 1 ? "ds-0" : "ds-1", "successful",
        age: request.number == 1 ? .seconds(200_000) : .seconds(36_000))
      return (.zero, Reply(shows(job), at: now, serverTime: VirtualRun.start + now + ahead))
    }
    #expect(run.verdict.outcome == .notFound)
  }

  @Test func aJobAheadOfTheClockOfItsAnswerCannotBeDated() async {
    let longAgo = VirtualRun.start - Timestamp(millisecondsSinceEpoch: 0)
    #expect(await dated(age: .seconds(-86_400)) == .notFound)
    #expect(await dated(age: .seconds(3 * 365 * 86_400), serverAhead: .zero - longAgo) == .notFound)
    #expect(await dated(age: .seconds(-60)) == .passed)
    let since = VirtualRun.start - .seconds(60)
    #expect(await dated(age: .seconds(-86_400), since: since) == .notFound)
    #expect(await dated(age: .seconds(10), since: since) == .passed)
    #expect(await dated(age: .seconds(10), hasDate: false, since: since) == .notFound)
  }

  @Test func anAnswerOutOfACacheIsOlderThanItLooks() async {
    // Its `Date` is an hour old, and the job five minutes older than that.
    #expect(
      await dated(
        age: .seconds(65 * 60), serverAhead: .seconds(-3_600), cacheAge: .seconds(3_600))
        == .notFound)
    // A cache that puts its own `Date` there shows what was so an hour ago.
    #expect(await dated(age: .seconds(5 * 60), cacheAge: .seconds(3_600)) == .notFound)
    #expect(await dated(age: .seconds(5 * 60), cacheAge: .seconds(2)) == .passed)
  }

  @Test func aJobInProgressInACacheIsNothingThatThisRunSaw() async {
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(20)
    let old = Duration.seconds(65 * 60)
    let run = await VirtualRun.run(settings) { request, now in
      request.number == 1
        ? (.zero, Reply(shows(.sample(age: old)), at: now, cacheAge: .seconds(3_600)))
        : (.zero, Reply(shows(.sample("successful", age: old)), at: now))
    }
    #expect(run.verdict.outcome == .notFound)
  }

  @Test func aSlowAnswerMakesNoJobYounger() async {
    var settings = GateSettings.forTests
    settings.limits.start = .seconds(40)
    // The answer is dated when it leaves the server, ten seconds after it was asked for.
    let run = await VirtualRun.run(settings) { request, now in
      let latency: Duration = .seconds(10)
      let job = PublishJob.sample("successful", age: .seconds(15 * 60 - 5))
      return (latency, Reply(shows(job), at: now, serverTime: VirtualRun.start + now + latency))
    }
    #expect(run.verdict.outcome == .notFound)
  }

  @Test(arguments: [(created: 300, outcome: Outcome.notFound), (created: 700, outcome: .passed)])
  func nothingFromBeforeThePipelineCounts(created: Int, outcome: Outcome) async {
    let run = await run([shows(.sample("successful", age: .seconds(400)))]) {
      $0.freshness.pipelineCreated = VirtualRun.start - .seconds(created)
      $0.limits.start = .seconds(20)
    }
    #expect(run.verdict.outcome == outcome)
  }

  @Test func thePipelineNeverWidensTheWindow() async {
    let run = await run([shows(.sample("successful", age: .seconds(4 * 3_600)))]) {
      $0.freshness.pipelineCreated = VirtualRun.start - .seconds(5 * 3_600)
    }
    #expect(run.verdict.outcome == .notFound)
  }

  // MARK: Which job is watched

  @Test(arguments: [
    (id: "ds-1", later: 1, outcome: Outcome.superseded), (id: "ds-1", later: 0, outcome: .failed),
    (id: "ds-1", later: -1, outcome: .notFound), (id: "ds-2", later: 1, outcome: .superseded),
    (id: "ds-2", later: 0, outcome: .notFound), (id: "ds-2", later: -1, outcome: .notFound),
  ])
  func onlyALaterJobReplacesTheWatchedOne(id: String, later: Int, outcome: Outcome) async {
    let run = await run([
      shows(.sample(age: .seconds(10))),
      shows(.sample(id: id, "failed", age: .seconds(10 - later))),
    ])
    #expect(run.verdict.outcome == outcome)
  }

  @Test func aJobThatIsBackInSightIsToldOf() async {
    let run = await run([
      shows(.sample(percentage: 40)), shows(.sample(id: "ds-0", "successful", age: .seconds(60))),
      shows(.sample(percentage: 40)), shows(.sample("successful", percentage: 100)),
    ]) { $0.limits.start = .seconds(60) }
    var record = RunRecord(telling: [])
    var states: [String] = []
    for event in run.story {
      _ = record.apply(event)
      if case .requested = event.kind { continue }
      states.append(record.stateText)
    }
    #expect(states[4] == "the publish is inprogress at 40 %, 1 of 1 resources succeeded")
  }
}
