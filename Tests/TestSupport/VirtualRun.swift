package import GateKit

/// A driver in virtual time: requests are answered by a script, and waiting moves the clock.
package struct ScriptedDriver: PollingDriver {
  /// The answer to a request and how long it takes; nil never answers.
  package typealias Script = (_ request: StatusRequest, _ now: Duration) -> (
    after: Duration, Reply
  )?

  package private(set) var elapsed: Duration = .zero
  package private(set) var sentAt: [Duration] = []
  package private(set) var requests: [StatusRequest] = []
  private let script: Script
  private var interruptions: [(at: Duration, signal: Signal)]
  /// What is on its way, late answers of requests that were given up included.
  private var pending: [(at: Duration, fact: Fact)] = []

  package init(interruptions: [(at: Duration, signal: Signal)] = [], script: @escaping Script) {
    self.interruptions = interruptions
    self.script = script
  }

  package mutating func send(_ request: StatusRequest) {
    sentAt.append(elapsed)
    requests.append(request)
    guard let (after, reply) = script(request, elapsed) else { return }
    pending.append((elapsed + after, .replied(number: request.number, reply)))
  }

  package mutating func nextFact(until time: Duration) async -> Fact {
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
package struct MidpointGenerator: RandomNumberGenerator {
  package init() {}

  package mutating func next() -> UInt64 { 1 << 63 }
}

/// What a run in virtual time showed.
package struct VirtualRun {
  package let verdict: Verdict
  package let events: [Event]
  package let sentAt: [Duration]
  package let requests: [StatusRequest]
  package let elapsed: Duration

  /// 2026-01-02T03:04:05Z, on the runner's and the server's clock alike.
  package static let start = Timestamp(millisecondsSinceEpoch: 1_767_323_045_000)

  package static func run(
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

  /// The waits between the requests, in milliseconds.
  package var waits: [Int64] { zip(sentAt.dropFirst(), sentAt).map { ($0 - $1).milliseconds } }

  package var kinds: [Event.Kind] { events.map(\.kind) }

  /// The run's events and its end, which whoever runs the gate tells.
  package var story: [Event] {
    events + [Event(elapsed: elapsed, time: Self.start + elapsed, kind: .ended(verdict))]
  }

  package var warnings: [Warning] {
    kinds.compactMap { if case .warning(let warning) = $0 { warning } else { nil } }
  }
}

extension GateSettings {
  package static var forTests: GateSettings {
    guard let bot = try? BotReference(parsing: "support-bot=st-1") else {
      preconditionFailure("the reference is well formed")
    }
    return GateSettings(bot: bot)
  }
}

extension Reply {
  /// - Parameter serverTime: what the server's clock says, or nil for what the runner's says.
  package init(
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
