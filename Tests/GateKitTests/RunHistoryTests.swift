import Testing

@testable import GateKit

@Suite struct RunHistoryTests {
  @Test func aLongRunIsThinnedOutAndKeepsItsEnds() {
    var history = RunHistory()
    for number in 1...20_000 {
      let request = RequestRecord(
        number: number, exchange: nil, showed: .failure, finding: "", nextWait: nil)
      history.apply(
        Event(
          elapsed: .seconds(number), time: Rehearsal.start + .seconds(number),
          kind: .requested(request)))
    }
    #expect(history.polls.count <= 5_001)
    #expect(history.polls.first?.at == .seconds(1))
    #expect(history.polls.last?.at == .seconds(20_000))
  }
}
