/// Something that happened, told to the ``Poller``.
package enum Fact: Equatable, Sendable {
  /// The gate starts.
  case started
  /// The request with this number ended.
  case replied(number: Int, Reply)
  /// The time that an action named has come, or something woke the loop before it.
  case woke
  /// A signal asks the gate to end.
  case interrupted(Signal)
}

/// What the ``Poller`` wants done after a fact: what to tell, then what to do.
package struct Step: Equatable, Sendable {
  package let events: [Event.Kind]
  package let action: Action
}

/// What the loop does next.
package enum Action: Equatable, Sendable {
  /// Send a request, and wake the poller at this time if no reply came before it.
  case send(StatusRequest, wakeAt: Duration)
  /// Do nothing until this time since the gate's start, or until a fact comes.
  case wait(until: Duration)
  /// The gate is over.
  case end(Verdict)
}
