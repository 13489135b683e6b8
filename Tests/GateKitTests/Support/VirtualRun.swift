import Testing

@testable import GateKit

/// A driver in virtual time: requests are answered by a script, and waiting moves the clock.
struct ScriptedDriver: PollingDriver {
  /// The answer to a request and how long it takes; nil never answers.
  typealias Script = (_ request: StatusRequest, _ now: Duration) -> (after: Duration, Reply)?

  private(set) var elapsed: Duration = .zero
  private(set) var sentAt: [Duration] = []
  private(set) var requests: [StatusRequest] = []
  private let script: Script
  private var interruptions: [(at: Duration, signal: Signal)]
  /// What is on its way, late answers of requests that were given up included.
  private var pending: [(at: Duration, fact: Fact)] = []

  init(interruptions: [(at: Duration, signal: Signal)] = [], script: @escaping Script) {
    self.interruptions = interruptions
    self.script = script
  }

  mutating func send(_ request: StatusRequest) {
    sentAt.append(elapsed)
    requests.append(request)
    guard let (after, reply) = script(request, elapsed) else { return }
    pending.append((elapsed + after, .replied(number: request.number, reply)))
  }

  mutating func nextFact(until time: Duration) async -> Fact {
    let interruption = interruptions.first?.at ?? .seconds(1_000_000_000)
    let reply = pending.map(\.at).min() ?? .seconds(1_000_000_000)
    let next = min(time, interruption, reply)
    elapsed = max(elapsed, next)
    if next == interruption, let first = interruptions.first {
      interruptions.removeFirst()
      return .interrupted(first.signal)
    }
    if next == reply, let index = pending.firstIndex(where: { $0.at == reply }) {
      return pending.remove(at: index).fact
    }
    return .woke
  }
}

/// A generator that always draws the middle, so that jitter adds nothing.
struct MidpointGenerator: RandomNumberGenerator {
  mutating func next() -> UInt64 { 1 << 63 }
}

/// What a run in virtual time showed.
struct VirtualRun {
  let verdict: Verdict
  let events: [Event]
  let sentAt: [Duration]
  let requests: [StatusRequest]
  let elapsed: Duration

  /// 2026-01-02T03:04:05Z, on the runner's and the server's clock alike.
  static let start = Timestamp(millisecondsSinceEpoch: 1_767_323_045_000)

  static func run(
    _ settings: GateSettings = .forTests,
    generator: some RandomNumberGenerator = MidpointGenerator(),
    interruptions: [(at: Duration, signal: Signal)] = [], script: @escaping ScriptedDriver.Script
  ) async -> VirtualRun {
    var driver = ScriptedDriver(interruptions: interruptions, script: script)
    var events: [Event] = []
    let verdict = await driver.poll(
      settings, startedAt: start, generator: generator
    ) { events += $0 }
    return VirtualRun(
      verdict: verdict, events: events, sentAt: driver.sentAt, requests: driver.requests,
      elapsed: driver.elapsed)
  }

  /// Plays results in order, each at once; asking more often than the script says is a failure.
  static func run(
    _ settings: GateSettings = .forTests, _ results: [Result<StatusSnapshot, RequestFailure>]
  ) async -> VirtualRun {
    await run(settings) { request, now in
      guard results.indices.contains(request.number - 1) else {
        Issue.record("request \(request.number) was not expected")
        return nil
      }
      return (.zero, Reply(results[request.number - 1], at: now))
    }
  }

  /// The waits between the requests, in milliseconds.
  var waits: [Int64] { zip(sentAt.dropFirst(), sentAt).map { ($0 - $1).milliseconds } }

  var kinds: [Event.Kind] { events.map(\.kind) }

  var warnings: [Warning] {
    kinds.compactMap { if case .warning(let warning) = $0 { warning } else { nil } }
  }
}

extension GateSettings {
  static var forTests: GateSettings {
    guard let bot = try? BotReference(parsing: "support-bot=st-1") else {
      preconditionFailure("the reference is well formed")
    }
    return GateSettings(bot: bot)
  }
}

extension Reply {
  init(
    _ result: Result<StatusSnapshot, RequestFailure>, at now: Duration,
    serverTime: Timestamp? = nil,
    hasDate: Bool = true, cacheAge: Duration = .zero
  ) {
    let serverTime = serverTime ?? VirtualRun.start + now
    self.init(
      result,
      Exchange(
        method: "GET", path: "/status", status: 200, duration: .milliseconds(20), bytes: 100,
        serverTime: hasDate ? serverTime : nil, cacheAge: cacheAge))
  }
}

extension PublishJob {
  /// A job of the tests' bot.
  ///
  /// - Parameter age: how long before the gate's start it was requested; nil leaves it undated.
  static func sample(
    id: String? = "ds-1", bot: String? = "st-1", _ status: String = "inprogress",
    percentage: Double? = nil, age: Duration? = .seconds(10), resources: [Resource]? = [.sample()]
  ) -> PublishJob {
    PublishJob(
      id: id.map { UntrustedText($0) }, streamID: bot.map { UntrustedText($0) },
      status: JobStatus(UntrustedText(status)), percentage: percentage,
      requestedTime: age.map { VirtualRun.start - $0 }, resources: resources)
  }
}

extension Resource {
  static func sample(
    _ type: String? = "dialog", _ name: String? = "Pay Bill", status: String = "SUCCESS",
    id: String? = nil, reason: String? = nil, state: String? = nil
  ) -> Resource {
    Resource(
      id: id.map { UntrustedText($0) }, type: type.map { UntrustedText($0) },
      name: name.map { UntrustedText($0) }, status: ResourceStatus(UntrustedText(status)),
      reason: reason.map { UntrustedText($0) },
      liveState: state.map { LiveState(UntrustedText($0)) })
  }
}

/// A result with a job.
func shows(_ job: PublishJob) -> Result<StatusSnapshot, RequestFailure> { .success(.job(job)) }

/// A result with a failure.
func fails(
  _ kind: RequestFailure.Kind, retryAfter: Duration? = nil
) -> Result<StatusSnapshot, RequestFailure> {
  .failure(RequestFailure(kind, "it broke", retryAfter: retryAfter))
}
