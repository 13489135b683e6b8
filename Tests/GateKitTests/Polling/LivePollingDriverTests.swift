import Testing

@testable import GateKit

@Suite struct LivePollingDriverTests {
  /// Else the loop would be woken for ever, at once each time, and would hear no signal.
  @Test func aLoopWhoseTaskIsCancelledEndsTheGate() async {
    let task = Task {
      var driver = LivePollingDriver(
        source: SilentSource(), clock: StandingClock(),
        interruptions: AsyncStream { _ in })
      defer { driver.stop() }
      withUnsafeCurrentTask { $0?.cancel() }
      return await driver.nextFact(until: .seconds(1))
    }
    #expect(await task.value == .interrupted(.terminate))
  }

  @Test func aSignalIsHeardWhileARequestHangs() async {
    let (interruptions, signals) = AsyncStream.makeStream(of: Signal.self)
    var driver = LivePollingDriver(
      source: SilentSource(), clock: StandingClock(), interruptions: interruptions)
    defer { driver.stop() }
    driver.send(StatusRequest(number: 1, timeout: .seconds(1), renewsToken: false))
    signals.yield(.hangUp)
    #expect(await driver.nextFact(until: .seconds(1)) == .interrupted(.hangUp))
  }
}

/// Never answers, not even when it is cancelled.
private struct SilentSource: StatusSource {
  func reply(to _: StatusRequest) async -> Reply {
    await withUnsafeContinuation { (_: UnsafeContinuation<Reply, Never>) in }
  }
}

/// A clock that stands still, so that no time ever comes.
private struct StandingClock: Clock {
  struct Instant: InstantProtocol {
    var offset: Duration = .zero

    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  var now: Instant { Instant() }
  var minimumResolution: Duration { .zero }

  func sleep(until _: Instant, tolerance _: Duration?) async throws {
    let never = AsyncStream<Void> { (_: AsyncStream<Void>.Continuation) in }
    for await _ in never {}
  }
}
