/// Asks a real source, sleeps on a real clock, and hears the signals that end the gate.
package struct LivePollingDriver<LiveClock: Clock>: PollingDriver
where LiveClock.Duration == Duration {
  private let source: any StatusSource
  private let clock: LiveClock
  private let start: LiveClock.Instant
  private let inbox: AsyncStream<Fact>
  private let post: AsyncStream<Fact>.Continuation
  private let listener: Task<Void, Never>
  private var request: Task<Void, Never>?

  /// - Parameter interruptions: the signals that end the gate, as they come.
  package init(
    source: any StatusSource, clock: LiveClock, interruptions: AsyncStream<Signal>
  ) {
    self.source = source
    self.clock = clock
    start = clock.now
    let (inbox, post) = AsyncStream.makeStream(of: Fact.self)
    self.inbox = inbox
    self.post = post
    listener = Task {
      for await signal in interruptions { post.yield(.interrupted(signal)) }
    }
  }

  package var elapsed: Duration { start.duration(to: clock.now) }

  /// The request runs in a task of its own that nobody waits for: one that hangs, even against its
  /// cancellation, must not keep the gate from ending.
  package mutating func send(_ request: StatusRequest) {
    self.request?.cancel()
    self.request = Task { [source, post] in
      post.yield(.replied(number: request.number, await source.reply(to: request)))
    }
  }

  /// When the loop's own task is cancelled, the stream of facts ends; that ends the gate as SIGTERM
  /// does.
  package mutating func nextFact(until time: Duration) async -> Fact {
    let alarm = Task { [clock, post, start] in
      try await clock.sleep(until: start.advanced(by: time), tolerance: nil)
      post.yield(.woke)
    }
    defer { alarm.cancel() }
    var facts = inbox.makeAsyncIterator()
    return await facts.next() ?? .interrupted(.terminate)
  }

  /// Abandons the request under way and stops listening for signals.
  package func stop() {
    request?.cancel()
    listener.cancel()
    post.finish()
  }
}
