/// Carries out what the poller decides and brings back facts: the live one asks a server and
/// sleeps, the tests' one follows a script in virtual time.
package protocol PollingDriver {
  /// Since the gate's start.
  var elapsed: Duration { get }

  /// Starts a request; its reply comes as a fact later.
  mutating func send(_ request: StatusRequest)

  /// The next fact, or ``Fact/woke`` at this time since the gate's start.
  mutating func nextFact(until time: Duration) async -> Fact
}

extension PollingDriver {
  /// Polls one bot until there is a verdict: the gate's one loop.
  ///
  /// - Parameters:
  ///   - startedAt: the runner's wall clock at the gate's start.
  ///   - emit: takes the events of each step that has some, in order, before the action that
  ///     follows.
  package mutating func poll(
    _ settings: GateSettings, startedAt: Timestamp, generator: some RandomNumberGenerator,
    emit: ([Event]) async -> Void
  ) async -> Verdict {
    var poller = Poller(settings: settings, startedAt: startedAt, generator: generator)
    var fact = Fact.started
    while true {
      let now = elapsed
      let step = poller.step(after: fact, at: now)
      if !step.events.isEmpty {
        await emit(step.events.map { Event(elapsed: now, time: startedAt + now, kind: $0) })
      }
      switch step.action {
      case .send(let request, let wakeAt):
        send(request)
        fact = await nextFact(until: wakeAt)
      case .wait(let time):
        fact = await nextFact(until: time)
      case .end(let verdict):
        return verdict
      }
    }
  }
}
