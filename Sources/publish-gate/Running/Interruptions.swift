import GateKit
import Synchronization
import UnixSignals

/// SIGINT and SIGTERM: the first ends the gate with a report, a second one at once.
struct Interruptions {
  private let bell: Bell

  /// Yields the first signal, even one that came before; each stream is a listener of its own.
  var signals: AsyncStream<Signal> { bell.listener() }

  /// Installs the handlers; from here on no signal has its default action, not even none at all as
  /// in process 1 of a container.
  static func listen() async -> Interruptions {
    let trapped = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let bell = Bell()
    Task {
      var isFirst = true
      for await unixSignal in trapped {
        let signal: Signal = unixSignal == .sigint ? .interrupt : .terminate
        guard isFirst else { Terminal.exitNow(Outcome.interrupted(signal).exitCode) }
        isFirst = false
        bell.ring(signal)
      }
    }
    return Interruptions(bell: bell)
  }

  /// What some work brings, or the signal that comes before.
  ///
  /// The work is then cancelled, but nobody waits for it: it may hang.
  func orSignal<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value
  ) async -> Interruptible<Value> {
    let (inbox, post) = AsyncStream.makeStream(of: Interruptible<Value>.self)
    let worker = Task { post.yield(.done(await work())) }
    let listener = Task { [signals] in
      for await signal in signals { post.yield(.interrupted(signal)) }
    }
    defer {
      worker.cancel()
      listener.cancel()
    }
    for await first in inbox { return first }
    // The stream is never finished.
    return .interrupted(.terminate)
  }

  /// Some work that a signal may have ended.
  enum Interruptible<Value: Sendable>: Sendable {
    case done(Value)
    case interrupted(Signal)
  }
}

/// Hands the first signal to everybody who listens: a stream has just one listener, and ends with
/// the task that listens to it.
private final class Bell: Sendable {
  private struct State {
    var rung: Signal?
    var listeners: [AsyncStream<Signal>.Continuation] = []
  }

  private let state = Mutex(State())

  func ring(_ signal: Signal) {
    state.withLock { state in
      state.rung = signal
      for listener in state.listeners { listener.yield(signal) }
    }
  }

  func listener() -> AsyncStream<Signal> {
    let (stream, listener) = AsyncStream.makeStream(of: Signal.self)
    state.withLock { state in
      if let signal = state.rung { listener.yield(signal) }
      state.listeners.append(listener)
    }
    return stream
  }
}
