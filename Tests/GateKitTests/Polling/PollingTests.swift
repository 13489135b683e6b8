import TestSupport
import Testing

@testable import GateKit

@Suite struct PollingTests {
  @Test func pollsAtOnceThenBacksOffToTheCap() async {
    let polls = Array(repeating: shows(.sample()), count: 8) + [shows(.sample("successful"))]
    let run = await VirtualRun.run(.forTests, polls)
    #expect(run.sentAt.first == .zero)
    #expect(run.waits == [2_000, 3_000, 4_500, 6_750, 10_125, 15_000, 15_000, 15_000])
    #expect(run.verdict.outcome == .passed)
  }

  @Test func jitterStaysWithinTenPercent() async {
    let run = await VirtualRun.run(.forTests, generator: SplitMix64(seed: 7)) { request, now in
      (.zero, Reply(shows(.sample(request.number < 40 ? "inprogress" : "successful")), at: now))
    }
    let capped = run.waits.dropFirst(6)
    #expect(capped.allSatisfy { (13_500...16_500).contains($0) })
    #expect(Set(capped).count > 20)
  }

  @Test func beginsTheCadenceAnewWhenTheJobIsFound() async {
    let old = shows(.sample(id: "ds-0", "successful", age: .seconds(7_200)))
    let run = await VirtualRun.run(
      .forTests, [old, old, old, shows(.sample()), shows(.sample()), shows(.sample("successful"))])
    #expect(run.waits == [2_000, 3_000, 4_500, 2_000, 3_000])
  }

  @Test func attemptsAfterFailuresWaitLongerAndLonger() async {
    let run = await VirtualRun.run(
      .forTests,
      Array(repeating: fails(.connection), count: 6) + [shows(.sample()), ended])
    #expect(run.waits == [500, 1_000, 2_000, 4_000, 7_500, 7_500, 2_000])
    let attempts = run.kinds.compactMap {
      if case .retrying(_, let attempt, _) = $0 { attempt } else { nil }
    }
    #expect(attempts == [1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: zip(1...6, [1, 2, 4, 8, 15, 15]))
  func retryWaitsAreDrawnFromZeroToTheCeiling(failures: Int, ceiling: Int) {
    var generator = SplitMix64(seed: 11)
    let waits = (0..<2_000).map { _ in
      Backoff().retry(after: failures, using: &generator).inSeconds / Double(ceiling)
    }
    #expect(waits.allSatisfy { (0...1).contains($0) })
    // Each tenth of the span gets its share, the first one too.
    for tenth in 0..<10 {
      let share = waits.count { Int($0 * 10) == tenth }
      #expect((130...270).contains(share), "tenth \(tenth) has \(share)")
    }
  }

  @Test func failuresDoNotMoveTheCadence() async {
    let run = await VirtualRun.run(
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
    let run = await VirtualRun.run(
      .forTests, [fails(kind, retryAfter: retryAfter), shows(.sample()), ended])
    #expect(run.waits == [wait, 2_000])
  }

  @Test func aWaitTheServerAsksForIsNotHeldAgainstTheContact() async {
    var settings = GateSettings.forTests
    settings.limits.contact = .seconds(90)
    let run = await VirtualRun.run(
      settings, [fails(.rateLimited), fails(.rateLimited), shows(.sample()), ended])
    #expect(run.waits == [60_000, 60_000, 2_000])
    #expect(run.verdict.outcome == .passed)
  }

  @Test func waitsThatTheServerAsksForMoveTheContactOnOnceItsLengthAtMost() async {
    var settings = GateSettings.forTests
    settings.limits.contact = .seconds(3)
    let run = await VirtualRun.run(settings) { _, now in
      (.milliseconds(5), Reply(fails(.serverFault, retryAfter: .seconds(1)), at: now))
    }
    #expect(run.verdict.outcome == .unreachable)
    #expect((.seconds(5)...(.seconds(6))).contains(run.elapsed))
    let start = "no good answer for \(run.elapsed.text), and the server asks to be left alone"
    #expect(run.verdict.reason.hasPrefix(start), "\(run.verdict.reason)")
  }

  @Test(arguments: [
    (total: 50, interval: 100), (total: 600, interval: 10), (total: 3_500, interval: 1_100),
    (total: 3 * 3_600, interval: 1_100), (total: 1_800, interval: 900),
  ])
  func keepsTheLimitsOfTheAPIAndIsNeverBlind(total: Int, interval: Int) async {
    var settings = GateSettings.forTests
    settings.backoff.initial = .milliseconds(interval)
    settings.backoff.maximum = .milliseconds(interval)
    settings.limits.total = .seconds(total)
    let run = await VirtualRun.run(settings) { _, now in
      (.milliseconds(3), Reply(shows(.sample()), at: now))
    }
    #expect(run.verdict.outcome == .timedOut)
    #expect(run.elapsed == .seconds(total), "the budget ended the gate")
    // Requests reach the server with unequal delays: a second is kept free on top of the windows.
    #expect(run.sentAt.isWithin(60, every: .seconds(61)))
    #expect(run.sentAt.isWithin(1_800, every: .seconds(3_601)))
    #expect(run.waits.max() ?? 0 <= 4_000, "blind for \(run.waits.max() ?? 0) ms")
    #expect(run.sentAt.last == .seconds(total) - .milliseconds(250), "no last request was made")
  }

  @Test func theBudgetNeverEndsTheWaitForAJob() async {
    var settings = GateSettings.forTests
    settings.backoff.initial = .milliseconds(100)
    settings.backoff.maximum = .milliseconds(100)
    settings.limits.start = .seconds(30)
    let run = await VirtualRun.run(settings) { _, now in
      (.milliseconds(3), Reply(.success(.noJob), at: now))
    }
    #expect(run.verdict.outcome == .notFound)
    #expect(run.elapsed == .seconds(30))
  }

  @Test func renewsARefusedTokenOnce() async {
    var settings = GateSettings.forTests
    settings.canRenewToken = true
    let run = await VirtualRun.run(
      settings, [fails(.unauthorized(.badCredentials)), fails(.unauthorized(.badCredentials))])
    #expect(run.requests.map(\.renewsToken) == [false, true])
    #expect(run.verdict.outcome == .unauthorized)
  }

  @Test func renewsAgainAfterARenewalThatWorked() async {
    var settings = GateSettings.forTests
    settings.canRenewToken = true
    let refused = fails(.unauthorized(.badCredentials))
    let run = await VirtualRun.run(
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
    let run = await VirtualRun.run(.forTests, [fails(kind)])
    #expect(run.verdict.outcome == outcome)
  }

  @Test func tellsOfALifeAfterTheHeartbeat() async {
    var settings = GateSettings.forTests
    settings.heartbeat = .seconds(10)
    settings.limits.total = .seconds(60)
    settings.limits.request = .seconds(45)
    // The second request hangs: the heartbeat must beat during it too.
    let run = await VirtualRun.run(settings) { request, now in
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
    var settings = GateSettings.forTests
    settings.limits.total = .seconds(60)
    // The late one comes while the second request is under way, which is never answered.
    let run = await VirtualRun.run(settings) { request, now in
      request.number == 1 ? (.seconds(20), Reply(shows(.sample("failed")), at: now)) : nil
    }
    #expect(run.verdict.outcome == .unreachable)
    #expect(run.elapsed == .seconds(60))
  }

  @Test func theSourceOwnsTheTimeOfARequest() async {
    // An answer that its source gives just as the time is over is judged; the poller's own alarm
    // comes later.
    let run = await VirtualRun.run(.forTests) { request, now in
      (request.timeout, Reply(fails(.unauthorized(.badCredentials)), at: now))
    }
    #expect(run.verdict.outcome == .unauthorized)
    #expect(run.elapsed == .seconds(15))
  }

  @Test func aSourceThatSaysNothingIsGivenUpAGraceLater() async {
    let run = await VirtualRun.run(.forTests) { request, now in
      request.number == 1 ? nil : (.zero, Reply(fails(.unauthorized(.forbidden)), at: now))
    }
    #expect(run.sentAt.last == .milliseconds(15_250 + 500))
  }

  @Test func countsAttemptsAnewAfterAGoodAnswer() async {
    let lost = fails(.connection)
    let run = await VirtualRun.run(
      .forTests, [lost, lost, shows(.sample()), lost, shows(.sample()), ended])
    let attempts = run.kinds.compactMap {
      if case .retrying(_, let attempt, _) = $0 { attempt } else { nil }
    }
    #expect(attempts == [1, 2, 1])
    #expect(run.waits == [500, 1_000, 2_000, 500, 3_000])
  }

  private let ended = shows(.sample("successful"))
}

extension [Duration] {
  /// Whether no window of this length holds more than this many of the times.
  func isWithin(_ limit: Int, every length: Duration) -> Bool {
    zip(dropFirst(limit), self).allSatisfy { $0 - $1 >= length }
  }
}
