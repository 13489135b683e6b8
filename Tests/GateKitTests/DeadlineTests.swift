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
    let run = await Rehearsal.run(settings()) { _, now in
      (.milliseconds(40), Reply(shows(.sample(percentage: 40)), at: now))
    }
    #expect(run.verdict.outcome == .timedOut)
    #expect(run.elapsed <= .seconds(60))
    #expect(run.verdict.reason.contains("inprogress at 40 %"))
  }

  @Test func makesOneLastPollAtTheDeadline() async {
    let run = await Rehearsal.run(settings()) { _, now in
      let ended = now > .seconds(59)
      let job = PublishJob.sample(ended ? "successful" : "inprogress")
      return (.milliseconds(40), Reply(shows(job), at: now))
    }
    #expect(run.verdict.outcome == .passed)
    #expect(run.sentAt.last == .milliseconds(59_750))
  }

  @Test func oneSlowAnswerDoesNotEndTheWaitEarly() async {
    let run = await Rehearsal.run(settings(total: .seconds(8))) { request, now in
      (request.number == 1 ? .seconds(1) : .zero, Reply(shows(.sample()), at: now))
    }
    #expect(run.verdict.outcome == .timedOut)
    #expect(run.sentAt.last == .milliseconds(7_750))
  }

  @Test func clampsTheLastRequestToTheTimeLeft() async {
    let run = await Rehearsal.run(settings()) { request, now in
      request.number == 1 ? (.zero, Reply(shows(.sample()), at: now)) : nil
    }
    let (sent, timeout) = (run.sentAt.last ?? .zero, run.requests.last?.timeout ?? .zero)
    #expect(sent + timeout == .seconds(60))
    #expect(timeout < .seconds(15))
    #expect(run.elapsed == .seconds(60))
    #expect(run.verdict.outcome == .timedOut)
  }

  @Test func aServerThatHangsIsUnreachableAfterTheContactTimeout() async {
    let run = await Rehearsal.run(settings(total: .seconds(600))) { _, _ in nil }
    #expect(run.verdict.outcome == .unreachable)
    #expect(run.elapsed <= .seconds(120))
    #expect(run.elapsed > .seconds(100))
  }

  @Test func aDeadlineWithoutAnyContactIsUnreachableAndNotTimedOut() async {
    let run = await Rehearsal.run(settings(total: .seconds(5))) { _, now in
      (.zero, Reply(fails(.connection), at: now))
    }
    #expect(run.verdict.outcome == .unreachable)
    #expect(run.elapsed <= .seconds(5))
  }

  @Test func contactThatIsLostForAWhileAndComesBackCostsNothing() async {
    let run = await Rehearsal.run(settings(total: .seconds(600))) { _, now in
      let isOut = (.seconds(10)..<(.seconds(100))).contains(now)
      let job = shows(.sample(now > .seconds(200) ? "successful" : "inprogress"))
      return (.zero, Reply(isOut ? fails(.connection) : job, at: now))
    }
    #expect(run.verdict.outcome == .passed)
  }

  @Test func waitsForAFreshJobAtMostTheStartTimeout() async {
    let run = await Rehearsal.run(settings(total: .seconds(600))) { _, now in
      (.zero, Reply(.success(.noJob), at: now))
    }
    #expect(run.verdict.outcome == .notFound)
    #expect(run.elapsed == .seconds(120))
    #expect(run.sentAt.last == .seconds(120))
  }

  @Test func anUnknownStatusThatStaysIsAProtocolError() async {
    let run = await Rehearsal.run(settings(total: .seconds(600))) { _, now in
      (.zero, Reply(shows(.sample("paused")), at: now))
    }
    #expect(run.verdict.outcome == .protocolError)
    #expect(run.verdict.reason.contains("paused"))
    #expect(run.warnings.count == 1)
  }

  @Test func anUnknownStatusThatPassesIsForgiven() async {
    let run = await Rehearsal.run(
      .forTests, [shows(.sample("paused")), shows(.sample()), shows(.sample("successful"))])
    #expect(run.verdict.outcome == .passed)
  }

  @Test func threeForeignAnswersInARowAreTheWrongAddress() async {
    let run = await Rehearsal.run(.forTests, Array(repeating: fails(.notAStatus), count: 3))
    #expect(run.verdict.outcome == .protocolError)
  }

  @Test func foreignAnswersAfterAGoodOneAreAnOutage() async {
    let run = await Rehearsal.run(
      .forTests,
      [shows(.sample())] + Array(repeating: fails(.notAStatus), count: 5)
        + [shows(.sample("successful"))])
    #expect(run.verdict.outcome == .passed)
  }

  @Test func aRetryAfterBeyondTheDeadlineEndsTheGateAtOnce() async {
    let run = await Rehearsal.run(
      settings(), [shows(.sample()), fails(.rateLimited, retryAfter: .seconds(3_600))])
    #expect(run.verdict.outcome == .timedOut)
    #expect(run.elapsed == .seconds(2))
  }

  @Test(arguments: [(Signal.interrupt, Int32(130)), (.terminate, 143)])
  func aSignalEndsTheGateWhileARequestHangs(signal: Signal, code: Int32) async {
    let run = await Rehearsal.run(
      settings(), interruptions: [(.seconds(3), signal)]
    ) { request, now in
      request.number == 1 ? (.zero, Reply(shows(.sample(percentage: 40)), at: now)) : nil
    }
    #expect(run.verdict.outcome.exitCode == code)
    #expect(run.elapsed == .seconds(3))
    #expect(run.verdict.reason.contains("inprogress at 40 %"))
  }
}
