import Testing

@testable import GateKit

/// Plays random servers against the poller. Whatever they answer, and however slowly: the gate ends
/// by the deadline, gives green only with proof, and keeps the API's limits.
@Suite struct PollerPropertyTests {
  @Test(arguments: 0..<64)
  func holdsWhateverTheServerSays(block: UInt64) async {
    for index in 0..<50 {
      await play(seed: block * 1_000 + UInt64(index))
    }
  }

  private func play(seed: UInt64) async {
    var random = RandomServer(seed: seed)
    let settings = random.settings()
    let interruptions = random.interruptions(before: settings.limits.total)
    var oracle = Oracle(settings: settings)
    let run = await Rehearsal.run(
      settings, generator: Seeded(state: seed), interruptions: interruptions
    ) { request, now in
      guard let (latency, reply) = random.answer(at: now) else { return nil }
      if latency < request.timeout { oracle.see(reply) }
      return (latency, reply)
    }
    #expect(run.elapsed <= settings.limits.total, "seed \(seed): overshot the deadline")
    #expect(
      run.verdict.outcome != .passed || oracle.hasProof, "seed \(seed): green without proof")
    #expect(run.sentAt.isWithin(60, every: .seconds(60)), "seed \(seed): above 60 a minute")
    #expect(run.sentAt.isWithin(1_800, every: .seconds(3_600)), "seed \(seed): above 1,800 an hour")
    let clamped = zip(run.sentAt, run.requests).allSatisfy {
      $0 + $1.timeout <= settings.limits.total && $1.timeout <= settings.limits.request
    }
    #expect(clamped, "seed \(seed): a request could outlive its limits")
  }

  @Test func randomServersReachEveryKindOfEnd() async {
    var outcomes: Set<Outcome> = []
    for seed in UInt64(0)..<2_000 {
      var random = RandomServer(seed: seed)
      let settings = random.settings()
      let interruptions = random.interruptions(before: settings.limits.total)
      let run = await Rehearsal.run(
        settings, generator: Seeded(state: seed), interruptions: interruptions
      ) { _, now in random.answer(at: now) }
      outcomes.insert(run.verdict.outcome)
    }
    // Else the properties above would be claims about nothing.
    let expected: Set<Outcome> = [
      .passed, .failed, .notFound, .unreachable, .superseded, .protocolError, .unauthorized,
      .timedOut, .interrupted(.interrupt), .interrupted(.terminate),
    ]
    #expect(outcomes == expected)
  }
}

/// Says, by other means than the gate's own code, whether the last answer proves a success.
private struct Oracle {
  let settings: GateSettings
  /// The ids that were seen in progress, or finished and recent; an id stays what it was.
  private var fresh: Set<String> = []
  private(set) var hasProof = false

  init(settings: GateSettings) {
    self.settings = settings
  }

  mutating func see(_ reply: Reply) {
    hasProof = false
    guard case .success(.job(let job)) = reply.result, let id = job.id?.description, !id.isEmpty,
      job.streamID.map({ $0.description == settings.bot.id }) ?? true
    else { return }
    if job.status == .inProgress || job.status.isTerminal && isRecent(job) { fresh.insert(id) }
    guard job.status == .successful else { return }
    let resources = job.resources ?? []
    let isComplete = resources.isEmpty ? job.percentage == 100 : true
    let isGood = resources.allSatisfy { $0.status == .succeeded && $0.liveState != .rejected }
    hasProof = isComplete && isGood && fresh.contains(id)
  }

  private func isRecent(_ job: PublishJob) -> Bool {
    guard let requested = job.requestedTime else { return false }
    if let since = settings.freshness.since { return requested >= since }
    return requested >= Rehearsal.start - settings.freshness.maximumAge
  }
}

/// A server and settings drawn from a seed.
private struct RandomServer {
  private var generator: Seeded
  private let isFlaky: Bool
  private let kinds: [Int]

  init(seed: UInt64) {
    generator = Seeded(state: seed)
    isFlaky = Bool.random(using: &generator)
    // A server that can do everything at once would never get far in any one of them.
    let count = Int.random(in: 1...6, using: &generator)
    var drawn: [Int] = []
    for _ in 0..<count { drawn.append(Int.random(in: 0..<24, using: &generator)) }
    kinds = drawn
  }

  private mutating func seconds(_ range: ClosedRange<Double>) -> Duration {
    .milliseconds(Int64(Double.random(in: range, using: &generator) * 1_000))
  }

  mutating func settings() -> GateSettings {
    var settings = GateSettings.forTests
    settings.limits.total = seconds(0.2...3_600)
    settings.limits.start = seconds(0.1...300)
    settings.limits.contact = seconds(0.1...300)
    settings.limits.request = seconds(0.1...60)
    settings.backoff.initial = seconds(0.01...10)
    settings.backoff.maximum = seconds(0.01...30)
    settings.backoff.factor = Double.random(in: 1...3, using: &generator)
    settings.heartbeat = seconds(0.5...120)
    settings.canRenewToken = Bool.random(using: &generator)
    if Int.random(in: 0..<4, using: &generator) == 0 {
      settings.freshness.since = Rehearsal.start - seconds(0...7_200)
    }
    return settings
  }

  mutating func interruptions(before end: Duration) -> [(at: Duration, signal: Signal)] {
    guard Int.random(in: 0..<8, using: &generator) == 0 else { return [] }
    return [
      (seconds(0...end.inSeconds), Bool.random(using: &generator) ? .interrupt : .terminate)
    ]
  }

  mutating func answer(at now: Duration) -> (after: Duration, Reply)? {
    if isFlaky, Int.random(in: 0..<12, using: &generator) == 0 { return nil }
    let latency = seconds(0...(Int.random(in: 0..<20, using: &generator) == 0 ? 80 : 0.4))
    let kind = kinds.randomElement(using: &generator) ?? 0
    let hasDate = Int.random(in: 0..<10, using: &generator) > 0
    return (latency, Reply(result(of: kind), at: now, hasDate: hasDate))
  }

  private mutating func result(of kind: Int) -> Result<Sighting, RequestFailure> {
    switch kind {
    case 0: .success(.noJob)
    case 1: fails(.connection)
    case 2: fails(.serverFault, retryAfter: seconds(0...90))
    case 3: fails(.rateLimited)
    case 4: fails(.notAStatus)
    case 5: fails(.unauthorized(.badCredentials))
    case 6: fails(.timedOut)
    case 7: fails(.wrongEndpoint)
    default: shows(job())
    }
  }

  private mutating func job() -> PublishJob {
    let statuses = [
      "inprogress", "inprogress", "inprogress", "successful", "successful", "failed", "paused",
    ]
    let ids = ["ds-1", "ds-1", "ds-1", "ds-1", "ds-2", ""]
    let bots = ["st-1", "st-1", "st-1", "st-1", "st-2"]
    let id = ids.randomElement(using: &generator)
    return .sample(
      id: id, bot: bots.randomElement(using: &generator),
      statuses.randomElement(using: &generator) ?? "",
      percentage: Bool.random(using: &generator)
        ? Double.random(in: 0...120, using: &generator) : nil,
      age: age(of: id),
      resources: resources())
  }

  /// The second job was requested after the first one.
  private mutating func age(of id: String?) -> Duration? {
    if id == "ds-2" { return seconds(0...9) }
    return Bool.random(using: &generator) ? seconds(10...2_000) : nil
  }

  private mutating func resources() -> [Resource]? {
    let statuses = ["SUCCESS", "SUCCESS", "SUCCESS", "FAILED", "PENDING", "INPROGRESS", "SKIPPED"]
    let states = [nil, "published", "awaitingApproval", "rejected"]
    guard Int.random(in: 0..<10, using: &generator) > 0 else { return nil }
    var resources: [Resource] = []
    for index in 0..<Int.random(in: 0...3, using: &generator) {
      resources.append(
        .sample(
          "dialog", "Dialog \(index)", status: statuses.randomElement(using: &generator) ?? "",
          state: states.randomElement(using: &generator) ?? nil))
    }
    return resources
  }
}
