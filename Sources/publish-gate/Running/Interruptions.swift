import GateKit
import UnixSignals

/// SIGINT and SIGTERM: the first ends the gate with a report, a second one at once.
struct Interruptions {
  /// Yields the first signal.
  let signals: AsyncStream<Signal>

  /// Installs the handlers; from here on no signal has its default action, not even none at all as
  /// in process 1 of a container.
  static func listen() async -> Interruptions {
    let trapped = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let (signals, continuation) = AsyncStream.makeStream(of: Signal.self)
    Task {
      var isFirst = true
      for await unixSignal in trapped {
        let signal: Signal = unixSignal == .sigint ? .interrupt : .terminate
        guard isFirst else { Terminal.exitNow(Outcome.interrupted(signal).exitCode) }
        isFirst = false
        continuation.yield(signal)
      }
    }
    return Interruptions(signals: signals)
  }
}
