import TestSupport
import Testing

@testable import GateKit

@Suite struct DeadlineTests {
  private func settings(
    total: Duration = .seconds(60), start: Duration = .seconds(120),
    contact: Duration = .seconds(120)
  ) -> GateSettings {
    var settings = GateSettings.forTests
    settings.limits.total = total
    settings.limits.start = start
    settings.limits.contact = contact
    return settings
  }

  @Test func timesOutWithoutOvershooting() async {
    let run = await VirtualRun.run(settings()) { _, now in
      (.milliseconds(40), Reply(shows(.sample(percentage: 40)), at: now))
    }
    #expect(run.verdict.outcome == .timedOut)
    #expect(run.elapsed <= .seconds(60))
    #expect(run.verdict.reason.contains("inprogress at 40 %"))
  }

  @Test func makesOneLastPollAtTheDeadline() async {
    let run = await VirtualRun.run(settings()) { _, now in
      let ended = now > .seconds(59)
      let job = PublishJob.sample(ended ? "successful" : "inprogress")
      return (.milliseconds(40), Reply(shows(job), at: now))
    }
    #expect(run.verdict.outcome == .passed)
    #expect(run.sentAt.last == .milliseconds(59_750))
  }

  @Test func oneSlowAnswerDoesNotEndTheWaitEarly() async {
    let run = await VirtualRun.run(settings(total: .seconds(8))) { request, now in
      (request.number == 1 ? .seconds(1) : .zero, Reply(shows(.sample()), at: now))
    }
    #expect(run.verdict.outcome == .timedOut)
    #expect(run.sentAt.last == .milliseconds(7_750))
  }

  @Test func clampsTheLastRequestToTheTimeLeft() async {
    let run = await VirtualRun.run(settings()) { request, now in
      request.number == 1 ? (.zero, Reply(shows(.sample()), at: now)) : nil
    }
    let (sent, timeout) = (run.sentAt.last ?? .zero, run.requests.last?.timeout ?? .zero)
    #expect(sent + timeout == .seconds(60) - .milliseconds(250))
    #expect(timeout < .seconds(15))
    #expect(run.elapsed == .seconds(60))
    #expect(run.verdict.outcome == .timedOut)
  }

  @Test func aServerThatHangsIsUnreachableAfterTheContactTimeout() async {
    let run = await VirtualRun.run(settings(total: .seconds(600))) { _, _ in nil }
    #expect(run.verdict.outcome == .unreachable)
    #expect(run.elapsed <= .seconds(120))
    #expect(run.elapsed > .seconds(100))
  }

  @Test func aDeadlineWithoutAnyContactIsUnreachableAndNotTimedOut() async {
    let run = await VirtualRun.run(settings(total: .seconds(5))) { _, now in
      (.zero, Reply(fails(.connection), at: now))
    }
    #expect(run.verdict.outcome == .unreachable)
    #expect(run.elapsed <= .seconds(5))
  }

  @Test func contactThatIsLostForAWhileAndComesBackCostsNothing() async {
    let run = await VirtualRun.run(settings(total: .seconds(600))) { _, now in
      let isOut = (.seconds(10)..<(.seconds(100))).contains(now)
      let job = shows(.sample(now > .seconds(200) ? "successful" : "inprogress"))
      return (.zero, Reply(isOut ? fails(.connection) : job, at: now))
    }
    #expect(run.verdict.outcome == .passed)
  }

  @Test func waitsForAFreshJobAtMostTheStartTimeout() async {
    let run = await VirtualRun.run(settings(total: .seconds(600))) { _, now in
      (.zero, Reply(.success(.noJob), at: now))
    }
    #expect(run.verdict.outcome == .notFound)
    #expect(run.elapsed == .seconds(120))
    #expect(run.sentAt.last == .milliseconds(119_750))
    #expect(run.verdict.reason.contains("within 2m"))
  }

  @Test func theLastRequestBeforeTheStartLimitEndsWithIt() async {
    let run = await VirtualRun.run(settings(total: .seconds(600), start: .seconds(5))) {
      request, now in
      request.number == 1 ? (.zero, Reply(.success(.noJob), at: now)) : nil
    }
    let second = run.requests.dropFirst().first
    #expect(second?.timeout == .milliseconds(3_000 - 250))
  }

  @Test func aRequestBeforeAnyFailureEndsWithTheContactLimit() async {
    let run = await VirtualRun.run(settings(total: .seconds(600), contact: .seconds(2))) { _, _ in
      nil
    }
    #expect(run.verdict.outcome == .unreachable)
    #expect(run.elapsed == .seconds(2))
    #expect(run.verdict.reason.contains("no good answer for 2s"))
  }

  @Test func whatTheLastAnswerTookIsKeptForTheLastRequest() async {
    let run = await VirtualRun.run(settings()) { _, now in
      (.seconds(2), Reply(shows(.sample()), at: now))
    }
    // A later one would have less than three times the last answer's time.
    #expect((.seconds(40)...(.seconds(54))).contains(run.sentAt.last ?? .zero))
    #expect(run.elapsed == .seconds(60))
  }

  @Test func aRunnerThatSleptThroughTheEndAsksNoMore() {
    var poller = Poller(
      settings: settings(), startedAt: VirtualRun.start, generator: MidpointGenerator())
    _ = poller.step(after: .started, at: .zero)
    _ = poller.step(
      after: .replied(number: 1, Reply(shows(.sample()), at: .zero)), at: .milliseconds(20))
    let step = poller.step(after: .woke, at: .seconds(4_000))
    guard case .end(let verdict) = step.action else {
      Issue.record("\(step.action)")
      return
    }
    #expect(verdict.outcome == .timedOut)
  }

  @Test func nothingAfterTheLockStartsTheStartClockAgain() async {
    let run = await VirtualRun.run(settings(total: .seconds(600), start: .seconds(20))) {
      request, now in
      (.zero, Reply(request.number < 3 ? shows(.sample()) : .success(.noJob), at: now))
    }
    #expect(run.verdict.outcome == .notFound)
    #expect(run.elapsed == .seconds(25))
    #expect(run.verdict.reason.contains("within 20s"))
  }

  @Test func anUnknownStatusThatStaysIsAProtocolError() async {
    let run = await VirtualRun.run(settings(total: .seconds(600))) { _, now in
      (.zero, Reply(shows(.sample("paused")), at: now))
    }
    #expect(run.verdict.outcome == .protocolError)
    #expect(run.verdict.reason.contains("paused"))
    #expect(run.warnings.count == 1)
  }

  @Test func anUnknownStatusThatPassesIsForgiven() async {
    let run = await VirtualRun.run(
      .forTests, [shows(.sample("paused")), shows(.sample()), shows(.sample("successful"))])
    #expect(run.verdict.outcome == .passed)
  }

  @Test func foreignAnswersOverHalfAMinuteAreTheWrongAddress() async {
    let run = await VirtualRun.run(settings(total: .seconds(600))) { _, now in
      (.zero, Reply(fails(.notAStatus), at: now))
    }
    #expect(run.verdict.outcome == .protocolError)
    #expect(run.elapsed >= .seconds(30))
    #expect(run.elapsed < .seconds(50))
  }

  @Test func foreignAnswersThatPassAreForgiven() async {
    let run = await VirtualRun.run(settings(total: .seconds(600))) { request, now in
      let job = shows(.sample(now > .seconds(40) ? "successful" : "inprogress"))
      return (.zero, Reply(now < .seconds(29) ? fails(.notAStatus) : job, at: now))
    }
    #expect(run.verdict.outcome == .passed)
  }

  @Test func foreignAnswersThatAreNotInARowAreNoWrongAddress() async {
    let run = await VirtualRun.run(settings(total: .seconds(600))) { request, now in
      let isFault = request.number.isMultiple(of: 3)
      let job = shows(.sample(now > .seconds(110) ? "successful" : "inprogress"))
      let failure = fails(isFault ? .serverFault : .notAStatus)
      return (.zero, Reply(now < .seconds(100) ? failure : job, at: now))
    }
    #expect(run.verdict.outcome == .passed)
  }

  @Test(arguments: [(false, Outcome.protocolError), (true, .unreachable)])
  func foreignAnswersUntilTheContactLimit(hadContact: Bool, outcome: Outcome) async {
    let run = await VirtualRun.run(settings(total: .seconds(600), contact: .seconds(3))) {
      request, now in
      let isGood = hadContact && request.number == 1
      return (.zero, Reply(isGood ? shows(.sample()) : fails(.notAStatus), at: now))
    }
    #expect(run.verdict.outcome == outcome)
  }

  @Test func foreignAnswersAfterAGoodOneAreAnOutage() async {
    let run = await VirtualRun.run(
      .forTests,
      [shows(.sample())] + Array(repeating: fails(.notAStatus), count: 5)
        + [shows(.sample("successful"))])
    #expect(run.verdict.outcome == .passed)
  }

  @Test func aRetryAfterBeyondTheDeadlineEndsTheGateAtOnce() async {
    let run = await VirtualRun.run(
      settings(), [shows(.sample()), fails(.rateLimited, retryAfter: .seconds(3_600))])
    #expect(run.verdict.outcome == .timedOut)
    #expect(run.elapsed == .seconds(2))
    let start = "the publish had not ended after 2s, and the server asks to be left alone for 1h"
    #expect(run.verdict.reason.hasPrefix(start), "\(run.verdict.reason)")
  }

  @Test func aRetryAfterBeyondTheContactLimitEndsTheGateAtOnce() async {
    let run = await VirtualRun.run(
      settings(total: .seconds(1_800)),
      [shows(.sample()), fails(.serverFault, retryAfter: .seconds(3_600))])
    #expect(run.verdict.outcome == .unreachable)
    #expect(run.elapsed == .seconds(2))
    let start =
      "no good answer for 0ms, and the server asks to be left alone for longer than is left"
    #expect(run.verdict.reason.hasPrefix(start), "\(run.verdict.reason)")
  }

  @Test func anEndedJobIsNotSaidToRunAtTheDeadline() async {
    let unsettled = PublishJob.sample("successful", resources: [.sample(status: "INPROGRESS")])
    var settings = settings(total: .seconds(8))
    settings.freshness.since = VirtualRun.start - .seconds(60)
    let run = await VirtualRun.run(settings) { request, now in
      request.number < 3 ? (.zero, Reply(shows(unsettled), at: now)) : nil
    }
    #expect(run.verdict.outcome == .failed)
    #expect(run.verdict.reason.hasPrefix("the publish says successful, but"))
  }

  @Test func aBotWhoseJobWasSeenIsNotUnknown() async {
    let run = await VirtualRun.run(
      settings(),
      [shows(.sample()), fails(.unknownBot), shows(.sample()), shows(.sample("successful"))])
    #expect(run.verdict.outcome == .passed)
  }

  @Test(arguments: [(Signal.interrupt, Int32(130)), (.terminate, 143)])
  func aSignalEndsTheGateWhileARequestHangs(signal: Signal, code: Int32) async {
    let run = await VirtualRun.run(
      settings(), interruptions: [(.seconds(3), signal)]
    ) { request, now in
      request.number == 1 ? (.zero, Reply(shows(.sample(percentage: 40)), at: now)) : nil
    }
    #expect(run.verdict.outcome.exitCode == code)
    #expect(run.elapsed == .seconds(3))
    #expect(run.verdict.reason.contains("inprogress at 40 %"))
  }
}
