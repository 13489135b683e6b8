import Testing

@testable import GateKit

@Suite struct PollingTests {
  @Test func pollsAtOnceThenBacksOffToTheCap() async {
    let polls = Array(repeating: shows(.sample()), count: 8) + [shows(.sample("successful"))]
    let run = await Rehearsal.run(.forTests, polls)
    #expect(run.sentAt.first == .zero)
    #expect(run.waits == [2_000, 3_000, 4_500, 6_750, 10_125, 15_000, 15_000, 15_000])
    #expect(run.verdict.outcome == .passed)
  }

  @Test func jitterStaysWithinTenPercent() async {
    let run = await Rehearsal.run(.forTests, generator: Seeded(state: 7)) { request, now in
      (.zero, Reply(shows(.sample(request.number < 40 ? "inprogress" : "successful")), at: now))
    }
    let capped = run.waits.dropFirst(6)
    #expect(capped.allSatisfy { (13_500...16_500).contains($0) })
    #expect(Set(capped).count > 20)
  }

  @Test func beginsTheCadenceAnewWhenTheJobIsFound() async {
    let old = shows(.sample(id: "ds-0", "successful", age: .seconds(7_200)))
    let run = await Rehearsal.run(
      .forTests, [old, old, old, shows(.sample()), shows(.sample()), shows(.sample("successful"))])
    #expect(run.waits == [2_000, 3_000, 4_500, 2_000, 3_000])
  }

  @Test func attemptsAfterFailuresWaitLongerAndLonger() async {
    let run = await Rehearsal.run(
      .forTests,
      Array(repeating: fails(.connection), count: 6) + [shows(.sample("successful"))])
    #expect(run.waits == [500, 1_500, 3_000, 6_000, 11_500, 11_250])
    let attempts = run.kinds.compactMap {
      if case .retrying(_, let attempt, _) = $0 { attempt } else { nil }
    }
    #expect(attempts == [1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: 1...200)
  func retryWaitsGrowWhateverIsDrawn(seed: UInt64) {
    var generator = Seeded(state: seed)
    var before = Duration.zero
    for failures in 1...4 {
      let wait = Backoff().retry(after: failures, using: &generator)
      #expect(wait >= before)
      #expect(wait <= .seconds(15))
      before = wait
    }
  }

  @Test func failuresDoNotMoveTheCadence() async {
    let run = await Rehearsal.run(
      .forTests,
      [
        shows(.sample()), fails(.serverFault), shows(.sample()), shows(.sample()),
        shows(.sample("successful")),
      ])
    #expect(run.waits == [2_000, 500, 3_000, 4_500])
  }

  @Test(arguments: [
    (RequestFailure.Kind.rateLimited, Duration?.none, Int64(60_000)),
    (.rateLimited, .seconds(5), 5_000),
    (.rateLimited, .zero, 500),
    (.serverFault, .seconds(30), 30_000),
    (.serverFault, .milliseconds(1), 500),
  ])
  func retryAfterIsAFloor(kind: RequestFailure.Kind, retryAfter: Duration?, wait: Int64) async {
    let run = await Rehearsal.run(
      .forTests, [fails(kind, retryAfter: retryAfter), shows(.sample("successful"))])
    #expect(run.waits == [wait])
  }

  @Test func aWaitTheServerAsksForIsNotHeldAgainstTheContact() async {
    var settings = GateSettings.forTests
    settings.limits.contact = .seconds(10)
    let run = await Rehearsal.run(
      settings, [fails(.rateLimited), fails(.rateLimited), shows(.sample("successful"))])
    #expect(run.waits == [60_000, 60_000])
    #expect(run.verdict.outcome == .passed)
  }

  @Test func neverAsksMoreThanSixtyTimesAMinute() async {
    var settings = GateSettings.forTests
    settings.backoff.initial = .milliseconds(10)
    settings.backoff.maximum = .milliseconds(10)
    settings.limits.total = .seconds(600)
    let run = await Rehearsal.run(settings) { _, now in (.zero, Reply(shows(.sample()), at: now)) }
    #expect(run.sentAt.count > 500)
    #expect(run.sentAt.isWithin(60, every: .seconds(60)))
  }

  @Test func neverAsksMoreThanEighteenHundredTimesAnHour() async {
    var settings = GateSettings.forTests
    settings.backoff.initial = .milliseconds(1_100)
    settings.backoff.maximum = .milliseconds(1_100)
    settings.limits.total = .seconds(3 * 3_600)
    let run = await Rehearsal.run(settings) { _, now in (.zero, Reply(shows(.sample()), at: now)) }
    #expect(run.sentAt.count > 3_600)
    #expect(run.sentAt.isWithin(1_800, every: .seconds(3_600)))
  }

  @Test func renewsARefusedTokenOnce() async {
    var settings = GateSettings.forTests
    settings.canRenewToken = true
    let run = await Rehearsal.run(
      settings, [fails(.unauthorized(.badCredentials)), fails(.unauthorized(.badCredentials))])
    #expect(run.requests.map(\.renewsToken) == [false, true])
    #expect(run.verdict.outcome == .unauthorized)
  }

  @Test func renewsAgainAfterARenewalThatWorked() async {
    var settings = GateSettings.forTests
    settings.canRenewToken = true
    let refused = fails(.unauthorized(.badCredentials))
    let run = await Rehearsal.run(
      settings,
      [refused, shows(.sample()), refused, shows(.sample()), shows(.sample("successful"))])
    #expect(run.requests.map(\.renewsToken) == [false, true, false, true, false])
    #expect(run.verdict.outcome == .passed)
  }

  @Test(arguments: [
    (RequestFailure.Kind.unauthorized(.missingScope), Outcome.unauthorized),
    (.unauthorized(.forbidden), .unauthorized),
    (.unknownBot, .notFound),
    (.wrongEndpoint, .protocolError),
    (.untrusted, .unreachable),
  ])
  func whatNoAttemptWouldMendEndsAtOnce(kind: RequestFailure.Kind, outcome: Outcome) async {
    let run = await Rehearsal.run(.forTests, [fails(kind)])
    #expect(run.verdict.outcome == outcome)
  }

  @Test func tellsOfALifeAfterTheHeartbeat() async {
    var settings = GateSettings.forTests
    settings.heartbeat = .seconds(10)
    settings.limits.total = .seconds(60)
    settings.limits.request = .seconds(45)
    // The second request hangs: the heartbeat must beat during it too.
    let run = await Rehearsal.run(settings) { request, now in
      request.number == 1 ? (.zero, Reply(shows(.sample(percentage: 40)), at: now)) : nil
    }
    let beats = run.events.filter { if case .heartbeat = $0.kind { true } else { false } }
    #expect(Array(beats.map(\.elapsed).prefix(4)) == [10, 20, 30, 40].map { .seconds($0) })
    guard case .heartbeat(.watching(let job))? = beats.first?.kind else {
      Issue.record("the heartbeat does not show the job")
      return
    }
    #expect(job.percentage == 40)
  }

  @Test func anAnswerThatComesTooLateIsNotTaken() async {
    let run = await Rehearsal.run(.forTests) { request, now in
      request.number == 1
        ? (.seconds(16), Reply(shows(.sample("successful")), at: now))
        : (.zero, Reply(shows(.sample("failed")), at: now))
    }
    #expect(run.verdict.outcome == .failed)
  }
}

extension [Duration] {
  /// Whether no window of this length holds more than this many of the times.
  func isWithin(_ limit: Int, every length: Duration) -> Bool {
    zip(dropFirst(limit), self).allSatisfy { $0 - $1 >= length }
  }
}
