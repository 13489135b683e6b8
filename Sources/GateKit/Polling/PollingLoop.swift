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

/// Runs a poller to its verdict: the gate's one loop.
///
/// - Parameters:
///   - startedAt: the runner's wall clock at the gate's start.
///   - tell: takes the events of each step that has some, in order, before the action that follows.
package func runGate(
  _ settings: GateSettings, startedAt: Timestamp, generator: some RandomNumberGenerator,
  driver: inout some PollingDriver, tell: ([Event]) async -> Void
) async -> Verdict {
  var poller = Poller(settings: settings, startedAt: startedAt, generator: generator)
  var fact = Fact.started
  while true {
    let now = driver.elapsed
    let step = poller.step(after: fact, at: now)
    if !step.events.isEmpty {
      await tell(step.events.map { Event(elapsed: now, time: startedAt + now, kind: $0) })
    }
    switch step.action {
    case .send(let request, let wakeAt):
      driver.send(request)
      fact = await driver.nextFact(until: wakeAt)
    case .wait(let time):
      fact = await driver.nextFact(until: time)
    case .end(let verdict):
      return verdict
    }
  }
}
