import CProcess
import Dispatch
import GateKit
import KoreAPI
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// SIGHUP, SIGINT and SIGTERM: the first signal ends the gate with a report, and a second one ends
/// the process as soon as that report is written.
struct TerminationSignals {
  /// How long after the first signal a second one waits for the report.
  private static let patience: DispatchTimeInterval = .seconds(2)

  private let broadcast: SignalBroadcast
  /// Dispatch reports a signal as long as something holds its source.
  private let sources: [any DispatchSourceSignal]

  /// Yields the first signal, even one that came before; each stream is a listener of its own.
  var stream: AsyncStream<Signal> { broadcast.listener() }

  /// Installs the handlers; from here on no signal has its default action, not even none at all as
  /// in process 1 of a container.
  ///
  /// A hang-up that was ignored when the gate started stays so: that is what nohup(1) is for.
  static func listen(
    to signals: [Signal] = [.hangUp, .interrupt, .terminate]
  ) async -> TerminationSignals {
    let broadcast = SignalBroadcast(patience: patience)
    // Not the threads of tasks: those may be busy with an answer.
    let queue = DispatchQueue(label: "signals")
    var sources: [any DispatchSourceSignal] = []
    for signal in signals where signal != .hangUp || !publish_gate_ignores(signal.number) {
      let source = DispatchSource.makeSignalSource(signal: signal.number, queue: queue)
      source.setEventHandler { broadcast.send(signal) }
      sources.append(source)
      await withCheckedContinuation { continuation in
        source.setRegistrationHandler { continuation.resume() }
        #if canImport(Darwin)
          // Dispatch only watches there; on Linux it installs a handler.
          Darwin.signal(signal.number, SIG_IGN)
        #endif
        source.resume()
      }
    }
    return TerminationSignals(broadcast: broadcast, sources: sources)
  }

  /// Says that the reports tell of this outcome: no signal changes it any more.
  func settle(_ outcome: Outcome) { broadcast.settle(outcome) }

  /// What some work brings, or the signal that comes before.
  ///
  /// The work is then cancelled, but nobody waits for it: it may hang.
  func orSignal<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value
  ) async -> Interruptible<Value> {
    let first = await Race.firstLeavingOther {
      Interruptible.done(await work())
    } or: { [stream] in
      .interrupted(await stream.first { _ in true } ?? .terminate)
    }
    // Nobody cancels the task of a command.
    return first ?? .interrupted(.terminate)
  }

  /// Some work that a signal may have ended.
  enum Interruptible<Value: Sendable>: Sendable {
    case done(Value)
    case interrupted(Signal)
  }
}

/// Hands the first signal to every listener, each with a stream of its own: a stream has just one
/// listener, and ends with that one's task.
private final class SignalBroadcast: Sendable {
  private struct State {
    var first: (signal: Signal, at: DispatchTime)?
    /// What the reports tell, once they are written.
    var settled: Outcome?
    var listeners: [AsyncStream<Signal>.Continuation] = []
  }

  private let state = Mutex(State())
  private let isSettled = DispatchSemaphore(value: 0)
  private let patience: DispatchTimeInterval

  init(patience: DispatchTimeInterval) {
    self.patience = patience
  }

  /// Tells the listeners of the first signal; a second one ends the process.
  func send(_ signal: Signal) {
    let first = state.withLock { state in
      let first = state.first
      if first == nil {
        state.first = (signal, .now())
        for listener in state.listeners { listener.yield(signal) }
      }
      return first
    }
    if let first { end(after: first.signal, at: first.at) }
  }

  /// Ends the process with the code that the reports tell, as soon as they do, or with that of the
  /// first signal when they take too long.
  private func end(after signal: Signal, at time: DispatchTime) -> Never {
    _ = isSettled.wait(timeout: time + patience)
    POSIX.exitNow((state.withLock { $0.settled } ?? .interrupted(signal)).exitCode)
  }

  func settle(_ outcome: Outcome) {
    state.withLock { $0.settled = outcome }
    isSettled.signal()
  }

  func listener() -> AsyncStream<Signal> {
    let (stream, listener) = AsyncStream.makeStream(of: Signal.self)
    state.withLock { state in
      if let first = state.first { listener.yield(first.signal) }
      state.listeners.append(listener)
    }
    return stream
  }
}

extension Signal {
  fileprivate var number: Int32 {
    switch self {
    case .hangUp: SIGHUP
    case .interrupt: SIGINT
    case .terminate: SIGTERM
    }
  }
}
