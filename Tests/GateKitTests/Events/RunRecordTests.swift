import TestSupport
import Testing

@testable import GateKit

@Suite struct RunRecordTests {
  private static let failure = RequestFailure(.connection, "connection refused")
  private static let retry = Event.Kind.retrying(failure, attempt: 1, wait: .zero)

  private static func request(
    _ number: Int, showing observation: RequestRecord.Observation = .failure
  ) -> Event.Kind {
    .requested(
      RequestRecord(
        number: number, exchange: nil, observation: observation, finding: "", nextWait: nil))
  }

  @Test func aFailureIsForgottenWithTheNextGoodAnswer() {
    var record = RunRecord(seeing: .sample(percentage: 40))
    let changes = [Self.request(2), Self.retry].map { record.apply(.sample($0)) }
    #expect(changes == [false, true])
    #expect(record.stateText == "the last request failed: connection refused")
    // An answer in which nothing changed is told by its request alone.
    let isReportOld = record.apply(.sample(Self.request(3, showing: .job(percentage: 40))))
    #expect(isReportOld)
    #expect(record.failure == nil)
    #expect(record.stateText == "the publish is inprogress at 40 %, 1 of 1 resources succeeded")
    #expect(record.requests == 3)
  }

  @Test func aRunThatGoesOnAfterAFailureShowsNone() async {
    let run = await VirtualRun.run { request, now in
      switch request.number {
      case 1, 3...: (.zero, Reply(shows(.sample(percentage: 40)), at: now))
      default: (.zero, Reply(fails(.connection), at: now))
      }
    }
    let events = run.events.prefix { if case .heartbeat = $0.kind { false } else { true } }
    #expect(RunRecord(telling: Array(events)).failure == nil)
  }

  @Test func theJobEndsTheDoubt() {
    var record = RunRecord(telling: [.sample(.waitingForJob(.noJob))])
    #expect(record.stateText == "no fresh job yet: \(FreshnessDoubt.noJob.description)")
    let isReportOld = record.apply(.sample(.jobFound(.sample(), .seenInProgress)))
    #expect(isReportOld)
    #expect(record.doubt == nil)
    #expect(record.job?.id == UntrustedText("ds-1"))
  }

  @Test func whatTheReportDoesNotShowChangesNothing() {
    var record = RunRecord(seeing: .sample())
    let plan = Plan(bot: GateSettings.forTests.bot, limits: GateSettings.Limits())
    for kind: Event.Kind in [
      .started(plan), .heartbeat(.noContact(nil)), .warning(.percentageDisagrees(9)),
    ] {
      let isReportOld = record.apply(.sample(kind, at: .seconds(9)))
      #expect(!isReportOld)
      #expect(record.elapsed == .seconds(9))
    }
  }
}
