import TestSupport
import Testing

@testable import GateKit

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Plays random servers against the poller. Whatever they answer, whatever their clocks say, and
/// however slow they are: the gate ends by the deadline and not before a limit, gives green only with
/// proof, tells what it judged, and keeps the API's limits.
@Suite struct PollerPropertyTests {
  private static let blocks = 64

  /// How many servers are played, from the environment; CI plays more.
  private static let seedsPerBlock: Int = {
    let wanted = ProcessInfo.processInfo.environment["PUBLISH_GATE_PROPERTY_SEEDS"].flatMap(
      Int.init)
    return max(1, (wanted ?? 3_200) / blocks)
  }()

  @Test(arguments: 0..<blocks)
  func holdsWhateverTheServerSays(block: Int) async {
    for index in 0..<Self.seedsPerBlock {
      await play(seed: UInt64(index * Self.blocks + block))
    }
  }

  private func play(seed: UInt64) async {
    let played = await RandomRun(seed: seed)
    let run = played.run
    let settings = played.settings
    let outcome = run.verdict.outcome
    let story = "seed \(seed): \(run.verdict.reason)"
    #expect(run.elapsed <= settings.limits.total, "overshot the deadline, \(story)")
    let isProven = outcome != .passed || played.oracle.hasProof
    #expect(isProven, "green without proof, \(story)")
    #expect(run.sentAt.isWithin(60, every: .seconds(60)), "above 60 a minute, \(story)")
    #expect(run.sentAt.isWithin(1_800, every: .seconds(3_600)), "above 1,800 an hour, \(story)")
    let clamped = zip(run.sentAt, run.requests).allSatisfy {
      $0 + $1.timeout <= settings.limits.total && $1.timeout <= settings.limits.request
    }
    #expect(clamped, "a request could outlive its limits, \(story)")
    let endedAtALimit = played.endedAtALimit
    #expect(endedAtALimit, "ended at \(run.elapsed), before any limit, \(story)")
    checkTheRecord(of: played, story)
  }

  /// What is told of the run is what was judged.
  private func checkTheRecord(of played: RandomRun, _ story: String) {
    let run = played.run
    var record = RunRecord(telling: [], policy: played.settings.resources)
    for event in run.story { _ = record.apply(event) }
    let assessed = record.assessed
    let report = JUnitReport(of: record, origin: .sample).xml
    switch run.verdict.outcome {
    case .passed:
      #expect(assessed.allSatisfy { !$0.assessment.failsGate }, "told otherwise, \(story)")
      #expect(!report.contains("<failure") && !report.contains("<error"), "reported, \(story)")
      #expect(record.job?.status == .successful, "told \(record.stateText), \(story)")
    case .failed:
      let culprit = record.failing.first
      #expect(record.job?.status == .failed || culprit != nil, "told of no failure, \(story)")
      if let culprit, culprit.assessment == .failed {
        let account = culprit.resource.account(of: culprit.assessment)
        #expect(
          run.verdict.reason.contains("\(culprit.resource.label) \(account)"),
          "told \(account), \(story)")
      }
    case .timedOut:
      #expect(record.job.map { run.verdict.reason.contains($0.stateText) } == true, "\(story)")
    case .usage, .notFound, .unreachable, .internalError, .reportNotWritten, .superseded,
      .protocolError, .unauthorized, .interrupted:
      break
    }
    #expect(
      report.contains("<failure") || report.contains("<error") || run.verdict.outcome == .passed)
  }

  @Test func randomServersReachEveryKindOfEnd() async {
    var outcomes: Set<Outcome> = []
    for seed in UInt64(0)..<2_000 {
      outcomes.insert(await RandomRun(seed: seed).run.verdict.outcome)
    }
    // Else the properties above would be claims about nothing.
    let expected: Set<Outcome> = [
      .passed, .failed, .notFound, .unreachable, .superseded, .protocolError, .unauthorized,
      .timedOut, .interrupted(.interrupt), .interrupted(.terminate),
    ]
    #expect(outcomes == expected)
  }
}

/// One random server, what the gate made of it, and what an oracle says.
private struct RandomRun {
  let settings: GateSettings
  let run: VirtualRun
  let oracle: Oracle

  init(seed: UInt64) async {
    var random = RandomServer(seed: seed)
    let settings = random.settings()
    let interruptions = random.interruptions(before: settings.limits.total)
    var oracle = Oracle(settings: settings)
    run = await VirtualRun.run(
      settings, generator: SplitMix64(seed: seed), interruptions: interruptions
    ) { request, now in
      guard let (latency, reply) = random.answer(at: now) else { return nil }
      // An answer that comes with its time over is lost, or comes when nobody waits for it.
      guard latency < request.timeout else { return (latency + .seconds(1), reply) }
      oracle.see(reply, askedFor: now)
      return (latency, reply)
    }
    self.settings = settings
    self.oracle = oracle
  }

  /// Whether the gate ended at one of its limits, for a reason that needs none, or because the server
  /// asked to be left alone.
  var endedAtALimit: Bool {
    let limits = settings.limits
    switch run.verdict.outcome {
    case .timedOut: return run.elapsed >= limits.total || oracle.askedToWait
    case .notFound:
      return run.elapsed >= min(limits.total, limits.start) || oracle.askedToWait
        || oracle.wasToldOfUnknownBot
    case .unreachable:
      return run.elapsed >= min(limits.total, limits.contact) || oracle.askedToWait
    case .protocolError:
      let isAtOnce =
        oracle.sawWrongEndpoint || run.verdict.reason.contains("lists no resources")
      return isAtOnce || oracle.askedToWait
        || run.elapsed >= min(limits.total, limits.contact, .seconds(30))
    case .passed, .failed, .superseded, .unauthorized, .interrupted, .usage, .internalError,
      .reportNotWritten:
      return true
    }
  }
}

/// Says, by other means than the gate's own code, whether the last answer proves a success.
private struct Oracle {
  let settings: GateSettings
  private(set) var hasProof = false
  private(set) var askedToWait = false
  private(set) var sawWrongEndpoint = false
  /// Before any job was seen, that is.
  private(set) var wasToldOfUnknownBot = false

  /// What tells one job from another.
  private struct Identity: Hashable {
    let id: String
    let requested: Timestamp?
  }

  /// When the job that had this id last was requested.
  private var times: [String: Timestamp?] = [:]
  /// The jobs that were proven to be fresh: what was proven once stays so.
  private var fresh: Set<Identity> = []
  /// The last state of every resource that a job was ever seen with.
  private var resources: [Identity: [String: Resource]] = [:]
  /// The job of the last good answers in a row, when the looks at it were asked for.
  private var looks: (job: Identity, sentAt: [Duration])?

  init(settings: GateSettings) {
    self.settings = settings
  }

  mutating func see(_ reply: Reply, askedFor sentAt: Duration) {
    hasProof = false
    switch reply.result {
    case .failure(let failure):
      if failure.retryAfter != nil || failure.kind == .rateLimited { askedToWait = true }
      if failure.kind == .wrongEndpoint { sawWrongEndpoint = true }
      if failure.kind == .unknownBot, times.isEmpty { wasToldOfUnknownBot = true }
    case .success(.noJob):
      looks = nil
    case .success(.job(let job)):
      guard let id = job.id?.description, !id.isEmpty,
        job.streamID.map({ $0.description == settings.bot.id }) ?? true
      else { return }
      if case .unknown = job.status { return }
      see(job, identity(of: job, id: id), reply.exchange, askedFor: sentAt)
    }
  }

  /// An id that is shown without a time is the job of this id that was proven, or had it last.
  private mutating func identity(of job: PublishJob, id: String) -> Identity {
    let known = fresh.first { $0.id == id }?.requested ?? times[id]
    let identity = Identity(id: id, requested: job.requestedTime ?? known ?? nil)
    if known == .some(nil), job.requestedTime != nil {
      let undated = Identity(id: id, requested: nil)
      if fresh.remove(undated) != nil { fresh.insert(identity) }
      resources[identity] = resources.removeValue(forKey: undated)
    }
    times[id] = .some(identity.requested)
    return identity
  }

  private mutating func see(
    _ job: PublishJob, _ identity: Identity, _ exchange: Exchange, askedFor sentAt: Duration
  ) {
    for resource in job.resources ?? [] {
      resources[identity, default: [:]][resource.nameLabel] = resource
    }
    let isRunning = job.status == .inProgress
    if isRunning, mayCountRunning(job, exchange, askedFor: sentAt) { fresh.insert(identity) }
    let isYoung = !isRunning && isRecent(job, exchange, askedFor: sentAt)
    if !isYoung || looks?.job != identity { looks = nil }
    if isYoung { looks = (identity, (looks?.sentAt ?? []) + [sentAt]) }
    if isSince(job, exchange) || hasThreeLooks { fresh.insert(identity) }
    guard job.status == .successful else { return }
    let known = resources[identity]?.values.map { $0 } ?? []
    let isGood = known.allSatisfy { resource in
      guard resource.status == .succeeded else { return false }
      switch resource.liveState {
      case nil, .published, .awaitingApproval, .other: return true
      case .rejected, .failed: return false
      }
    }
    hasProof = fresh.contains(identity) && isGood && (!known.isEmpty || job.percentage == 100)
  }

  /// Three of the looks, each at least two seconds after the one before.
  private var hasThreeLooks: Bool {
    guard settings.freshness.since == nil, let looks else { return false }
    var kept: [Duration] = []
    for time in looks.sentAt where kept.last.map({ time - $0 >= .seconds(2) }) ?? true {
      kept.append(time)
    }
    return kept.count >= 3
  }

  private func isDated(_ job: PublishJob, _ exchange: Exchange) -> Bool {
    guard let requested = job.requestedTime, let date = exchange.serverTime else { return false }
    return requested <= date - exchange.cacheAge + .seconds(120)
  }

  private func mayCountRunning(
    _ job: PublishJob, _ exchange: Exchange, askedFor sentAt: Duration
  ) -> Bool {
    guard let since = settings.freshness.since else {
      return exchange.cacheAge <= sentAt + .seconds(30)
    }
    guard isDated(job, exchange), let requested = job.requestedTime else { return false }
    return requested >= since - .seconds(30)
  }

  private func isSince(_ job: PublishJob, _ exchange: Exchange) -> Bool {
    guard let since = settings.freshness.since, let requested = job.requestedTime else {
      return false
    }
    return isDated(job, exchange) && requested >= since
  }

  private func isRecent(
    _ job: PublishJob, _ exchange: Exchange, askedFor sentAt: Duration
  ) -> Bool {
    guard settings.freshness.since == nil, isDated(job, exchange),
      let requested = job.requestedTime, let date = exchange.serverTime
    else { return false }
    let start = date + exchange.cacheAge - sentAt
    return requested >= start - settings.freshness.maximumAge
  }
}

/// A server and settings drawn from a seed.
private struct RandomServer {
  private var generator: SplitMix64
  private let isFlaky: Bool
  private let kinds: [Int]
  private let clock: Int
  /// Whether a job now and then has another time, or else none: with both, nobody could say which
  /// job an answer without a time is about.
  private let hasOddTimes: Bool
  private var job = 1
  private var resources: [String: String] = [:]

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
    isFlaky = Bool.random(using: &generator)
    // A server that can do everything at once would never get far in any one of them.
    let count = Int.random(in: 1...6, using: &generator)
    var drawn: [Int] = []
    for _ in 0..<count { drawn.append(Int.random(in: 0..<24, using: &generator)) }
    kinds = drawn
    clock = Int.random(in: 0..<8, using: &generator)
    hasOddTimes = Bool.random(using: &generator)
  }

  private mutating func seconds(_ range: ClosedRange<Double>) -> Duration {
    .milliseconds(Int64(Double.random(in: range, using: &generator) * 1_000))
  }

  private mutating func one(in count: Int) -> Bool {
    Int.random(in: 0..<count, using: &generator) == 0
  }

  mutating func settings() -> GateSettings {
    var settings = GateSettings.forTests
    settings.limits.total = seconds(0.2...(one(in: 2) ? 60 : 3_600))
    settings.limits.start = seconds(0.1...300)
    settings.limits.contact = seconds(0.1...300)
    settings.limits.request = seconds(0.1...60)
    settings.backoff.maximum = seconds(0.01...30)
    settings.backoff.initial = min(settings.backoff.maximum, seconds(0.01...10))
    settings.backoff.factor = Double.random(in: 1...3, using: &generator)
    settings.heartbeat = seconds(0.5...120)
    settings.canRenewToken = Bool.random(using: &generator)
    if one(in: 3) { settings.freshness.since = VirtualRun.start - seconds(0...7_200) }
    return settings
  }

  mutating func interruptions(before end: Duration) -> [(at: Duration, signal: Signal)] {
    guard one(in: 8) else { return [] }
    return [
      (seconds(0...end.inSeconds), Bool.random(using: &generator) ? .interrupt : .terminate)
    ]
  }

  mutating func answer(at now: Duration) -> (after: Duration, Reply)? {
    if isFlaky, one(in: 12) { return nil }
    let latency = seconds(0...(one(in: 20) ? 80 : 0.4))
    let kind = kinds.randomElement(using: &generator) ?? 0
    let result = result(of: kind)
    let ahead = clockAhead()
    let age = one(in: 8) ? seconds(0...(one(in: 2) ? 60 : 7_200)) : .zero
    return (
      latency,
      Reply(
        result, at: now, serverTime: VirtualRun.start + now + ahead, hasDate: !one(in: 10),
        cacheAge: age)
    )
  }

  /// Most servers have a right clock, some a wrong one, one that jumps, or one for each answer.
  private mutating func clockAhead() -> Duration {
    switch clock {
    case 0: .seconds(-86_400)
    case 1: .seconds(86_400)
    case 2: one(in: 2) ? .zero : .seconds(-7_200)
    case 3: seconds(-100_000...100_000)
    default: .zero
    }
  }

  private mutating func result(of kind: Int) -> Result<StatusSnapshot, RequestFailure> {
    switch kind {
    case 0: .success(.noJob)
    case 1: fails(.connection)
    case 2: fails(.serverFault, retryAfter: seconds(0...90))
    case 3: fails(.rateLimited)
    case 4: fails(.notAStatus)
    case 5: fails(.unauthorized(.badCredentials))
    case 6: fails(.timedOut)
    case 7: fails(.wrongEndpoint)
    case 8: fails(.unknownBot)
    case 9: fails(.serverFault)
    default: shows(nextJob())
    }
  }

  private mutating func nextJob() -> PublishJob {
    let statuses = [
      "inprogress", "inprogress", "inprogress", "successful", "successful", "successful", "failed",
      "paused",
    ]
    if one(in: 12) { job = Int.random(in: 0...2, using: &generator) }
    if one(in: 3) { change() }
    let percentages: [Double?] = [nil, 100, 100, 50, 250, -1]
    return .sample(
      id: one(in: 30) ? "" : "ds-\(job)", bot: one(in: 30) ? "st-2" : "st-1",
      statuses.randomElement(using: &generator) ?? "",
      percentage: percentages.randomElement(using: &generator) ?? nil,
      age: age(), resources: one(in: 10) ? nil : shown())
  }

  /// Each job was requested later than the one before.
  private mutating func age() -> Duration? {
    if one(in: 20) { return hasOddTimes ? seconds(-90_000...90_000) : nil }
    return [.seconds(3_000), .seconds(600), .seconds(9)][job]
  }

  /// The resources change their states and reasons.
  private mutating func change() {
    let states = [
      "SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS", "FAILED first", "FAILED second", "PENDING",
      "INPROGRESS", "SKIPPED",
    ]
    for name in ["A", "B", "C"] where one(in: 2) {
      resources[name] = states.randomElement(using: &generator)
    }
  }

  /// Some of the resources are left out of an answer, and come back.
  private mutating func shown() -> [Resource] {
    var shown: [Resource] = []
    let live = [nil, nil, nil, "published", "awaitingApproval", "rejected", "failed", "odd"]
    for (name, state) in resources.sorted(by: { $0.key < $1.key }) where !one(in: 4) {
      let words = state.split(separator: " ").map(String.init)
      let isGood = words[0] == "SUCCESS"
      shown.append(
        .sample(
          "dialog", name, status: words[0], reason: words.count > 1 ? words[1] : nil,
          state: isGood && one(in: 6) ? live.randomElement(using: &generator) ?? nil : nil))
    }
    return shown
  }
}
