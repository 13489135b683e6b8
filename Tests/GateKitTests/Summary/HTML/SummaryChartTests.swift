import Testing

@testable import GateKit

@Suite struct SummaryChartTests {
  private static func polls(
    _ polls: [(Double, RequestRecord.Observation)]
  ) -> [RunHistory.Poll] {
    polls.map { RunHistory.Poll(at: .seconds($0.0), observation: $0.1) }
  }

  /// An axis on which a second is a hundredth of the width.
  private static let axis = TimeAxis(end: .seconds(100 / 1.04))

  private static func line(_ observation: [(Double, RequestRecord.Observation)]) -> ProgressPath {
    ProgressPath(polls: polls(observation), axis: axis)
  }

  @Test func theLineHoldsWhatWasSeenLast() {
    let line = Self.line([
      (0, .job(percentage: 0)), (10, .job(percentage: 40)), (20, .job(percentage: 40)),
      (30, .job(percentage: 100)),
    ])
    #expect(line.solid == "M0 1000H1000V600H3000V0H9615")
    #expect(line.area == "M0 1000V1000H1000V600H3000V0H9615V1000Z")
    #expect(line.assumed == "")
  }

  @Test func theLineMayGoBack() {
    let line = Self.line([(10, .job(percentage: 90)), (20, .job(percentage: 5))])
    #expect(line.solid == "M1000 100H2000V950H9615")
  }

  @Test func whatFailedRequestsHideIsOnlyAssumed() {
    let line = Self.line([
      (10, .job(percentage: 50)), (20, .job(percentage: 50)), (30, .failure), (40, .failure),
      (50, .job(percentage: 50)), (60, .failure),
    ])
    #expect(line.solid == "M1000 500H2000M5000 500V500H5000M9615 500")
    #expect(line.assumed == "M2000 500H5000M5000 500H9615")
  }

  @Test func theLineIsBrokenWhereThereIsNoPercentage() {
    let line = Self.line([
      (10, .job(percentage: 50)), (20, .noFreshJob), (30, .job(percentage: nil)),
      (40, .job(percentage: 60)),
    ])
    #expect(line.solid == "M1000 500H2000M4000 400H9615")
    #expect(line.area == "M1000 1000V500H2000V1000ZM4000 1000V400H9615V1000Z")
  }

  @Test func withoutPercentagesThereIsNoLine() {
    let line = Self.line([(1, .noFreshJob), (2, .failure), (3, .job(percentage: nil))])
    #expect(line.solid + line.assumed + line.area == "")
  }

  @Test func aGapGoesFromOneGoodAnswerToTheNext() {
    var history = RunHistory()
    for (at, observation): (Int, RequestRecord.Observation) in [
      (1, .failure), (2, .job(percentage: 1)), (3, .noFreshJob), (4, .failure), (5, .failure),
      (6, .noFreshJob), (7, .failure),
    ] {
      let record = RequestRecord(
        number: at, exchange: nil, observation: observation, finding: "", nextWait: nil)
      history.apply(.sample(.requested(record), at: .seconds(at)))
    }
    let gaps = history.gaps(until: .seconds(9)).map { [$0.lowerBound, $0.upperBound] }
    #expect(
      gaps == [[.zero, .seconds(2)], [.seconds(3), .seconds(6)], [.seconds(6), .seconds(9)]])
  }

  @Test(
    arguments: [
      (.zero, []), (.milliseconds(1), []), (.milliseconds(120), ["20ms", "40ms", "60ms", "80ms"]),
      (.seconds(1), ["200ms", "400ms", "600ms", "800ms"]), (.seconds(33), ["10s", "20s"]),
      (.seconds(60), ["10s", "20s", "30s", "40s"]), (.seconds(600), ["2m", "4m", "6m", "8m"]),
      (.seconds(21_600), ["1h", "2h", "3h", "4h"]), (.seconds(90_000), ["6h", "12h", "18h"]),
      (.settingLimit, ["5d", "10d", "15d", "20d"]),
    ] as [(Duration, [String])])
  func theTicksAreTimesThatPeopleCountIn(end: Duration, expected: [String]) {
    let axis = TimeAxis(end: end)
    #expect(axis.ticks.first == .zero)
    #expect(axis.ticks.dropFirst().map(\.text) == expected)
  }

  @Test(arguments: [0, 1, 7, 59, 1_000, 61_000, 599_999, 3_600_001, 21_600_000, 2_592_000_000])
  func noLabelTouchesAnother(milliseconds: Int) {
    let axis = TimeAxis(end: .milliseconds(milliseconds))
    let places = (axis.ticks + [axis.end]).map(axis.place)
    #expect(axis.ticks.count <= 7)
    for (left, right) in zip(places, places.dropFirst()) where right > 0 {
      #expect(right - left >= 0.12)
    }
    #expect(places.allSatisfy { (0...1).contains($0) })
  }

  @Test func aDenseRunHasThinMarksAndEachPlaceOne() throws {
    for count in [40, 41, 5_000] {
      var history = RunHistory()
      for number in 0..<count {
        let record = RequestRecord(
          number: number, exchange: nil, observation: .noFreshJob, finding: "", nextWait: nil)
        history.apply(.sample(.requested(record), at: .milliseconds(number * 96 / 5)))
      }
      let svg = ProgressChart(history: history, axis: Self.axis).svg.description
      #expect(svg.ranges(of: "<use ").count == (count == 40 ? 40 : 0))
      #expect(svg.contains(">No fresh job: \(count)</text>"))
      #expect(svg.ranges(of: "v12").count == [41: 16, 5_000: 1_920][count, default: 0])
    }
  }

  private static func lane(_ phases: [(Double, ResourceStatus)]) -> ResourceLane {
    let phases = phases.map { RunHistory.Phase(start: .seconds($0.0), status: $0.1) }
    return ResourceLane(phases: phases, axis: axis)
  }

  @Test func aLaneShowsEachState() {
    let lane = Self.lane([(10, .pending), (20, .inProgress), (50, .succeeded)])
    #expect(lane.title == "pending from 10s, in progress from 20s, succeeded from 50s")
    let segments = lane.segments
    #expect(segments.map(\.pattern) == [.pending, .inProgress, .succeeded])
    #expect(segments.map { Int(($0.start * 1_000).rounded()) } == [100, 200, 500])
    #expect(segments.map { Int(($0.end * 1_000).rounded()) } == [200, 500, 1_000])
  }

  /// The last state is often seen in the very last moment.
  @Test func theLastStateHasRoomAndAShortOneIsSeen() throws {
    let lane = Self.lane([(10, .pending), (10.001, .inProgress), (100 / 1.04, .failed)])
    let segments = lane.segments
    #expect(segments.map(\.pattern) == [.pending, .inProgress, .failed])
    #expect(segments.allSatisfy { $0.end - $0.start > 0.005 })
    #expect(try #require(segments.last).end - 1 == 0)
    #expect(try #require(segments.last).start < 0.97)
  }

  @Test func aLaneOfManyStatesStaysALane() throws {
    let states: [ResourceStatus] = [.pending, .inProgress, .failed, .skipped, .unknown(nil)]
    let lane = Self.lane(
      (0..<5_000).map { (Double($0) / 52, states[$0 % 5]) } + [(96.1, .succeeded)])
    let segments = lane.segments
    #expect(segments.count < 200)
    for (left, right) in zip(segments, segments.dropFirst()) { #expect(left.end <= right.start) }
    #expect(segments.last?.pattern == .succeeded)
    #expect(segments.allSatisfy { $0.start >= 0 && $0.end <= 1 && $0.start < $0.end })
    #expect(lane.title.hasSuffix(", and 4989 more states"))
  }

  @Test func aLaneWithoutHistorySaysSo() {
    #expect(Self.lane([]).segments.isEmpty)
    #expect(Self.lane([]).title == "its states over time are not known")
  }

  @Test func eachResourceHasItsOwnPhases() throws {
    let before = [
      Resource.sample("dialog", "A", status: "PENDING"),
      .sample("dialog", "B", status: "INPROGRESS"),
    ]
    let after = [before[1], Resource.sample("dialog", "A", status: "FAILED")]
    let first = before.map { ResourceChange(resource: $0, previous: nil) }
    let second = [ResourceChange(resource: after[1], previous: .pending)]
    let record = RunRecord(telling: [
      .sample(.progressed(.sample(resources: before), first), at: .seconds(1)),
      .sample(.progressed(.sample(resources: after), second), at: .seconds(2)),
    ])
    let resources = SummaryResources(of: record)
    #expect(resources.map(\.resource.nameLabel) == ["A", "B"])
    #expect(resources.phases(at: 0).map(\.status) == [.pending, .failed])
    #expect(resources.phases(at: 1).map(\.start) == [.seconds(1)])
  }
}
