import TestSupport
import Testing

@testable import GateKit

@Suite struct RunHistoryTests {
  @Test func aLongRunIsThinnedOutAndKeepsItsEnds() {
    var history = RunHistory()
    for number in 1...20_000 {
      let request = RequestRecord(
        number: number, exchange: nil, observation: .failure, finding: "", nextWait: nil)
      history.apply(
        Event(
          elapsed: .seconds(number), time: VirtualRun.start + .seconds(number),
          kind: .requested(request)))
    }
    #expect(history.polls.count <= 5_001)
    #expect(history.polls.first?.at == .seconds(1))
    #expect(history.polls.last?.at == .seconds(20_000))
  }

  /// Sixty failures among six thousand polls, each between good answers.
  @Test func aLongRunKeepsItsFailuresAndCountsEveryPoll() {
    var history = RunHistory()
    for number in 1...6_000 {
      let observation: RequestRecord.Observation =
        number.isMultiple(of: 100) ? .failure : .job(percentage: 50)
      let request = RequestRecord(
        number: number, exchange: nil, observation: observation, finding: "", nextWait: nil)
      history.apply(.sample(.requested(request), at: .seconds(number)))
    }
    #expect(history.pollCounts.failures == 60 && history.pollCounts.jobs == 5_940)
    #expect(history.polls.count { $0.observation == .failure } == 60)
    #expect(history.gaps(until: .seconds(6_000)).count == 60)
  }

  /// Two resources that nothing tells apart go their own ways.
  @Test func twinsHaveTheirOwnStates() {
    let history = Self.history(of: [
      [("twin", "PENDING"), ("twin", "PENDING")], [("twin", "SUCCESS"), ("twin", "PENDING")],
      [("twin", "SUCCESS"), ("twin", "FAILED")],
    ])
    #expect(
      history.resources.map { $0.phases.map(\.status) } == [
        [.pending, .succeeded], [.pending, .failed],
      ])
  }

  @Test func aResourceThatComesBackGoesOnWhereItWas() {
    let history = Self.history(of: [
      [("NL", "PENDING")], [], [("NL", "PENDING")], [], [("NL", "SUCCESS")],
    ])
    #expect(history.resources.map { $0.phases.map(\.status) } == [[.pending, .succeeded]])
    #expect(history.resources.first?.phases.map(\.start) == [.seconds(0), .seconds(4)])
  }

  /// What a run makes of the resources of one answer after the other, a second apart.
  private static func history(of answers: [[(name: String, status: String)]]) -> RunHistory {
    var history = RunHistory()
    var watch = WatchedJob()
    for (second, answer) in answers.enumerated() {
      let job = PublishJob.sample(
        percentage: Double(second), resources: answer.map { .sample("NL", $0, status: $1) })
      let changes =
        watch.job == nil ? watch.lock(on: job, because: .seenInProgress) : watch.update(to: job)
      if let changes {
        history.apply(.sample(.progressed(job, changes), at: .seconds(second)))
      }
    }
    return history
  }
}
