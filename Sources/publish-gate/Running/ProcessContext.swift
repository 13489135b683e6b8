import GateKit
import KoreAPI
import Subprocess

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A command that ends with an outcome.
protocol GateCommand {
  func run(in process: ProcessContext) async -> Outcome
}

/// What a command finds around it: the environment, the console, and the signals that end it.
struct ProcessContext {
  let environment: [String: String]
  let signals: TerminationSignals
  /// What must not leave the program.
  let secrets: SecretRegistry
  let console: Console

  static func live(_ arguments: [String]) async -> ProcessContext {
    let secrets = SecretRegistry()
    let environment = ProcessInfo.processInfo.environment
    secrets.registerAll(of: environment, arguments: arguments)
    return ProcessContext(
      environment: environment, signals: await .listen(), secrets: secrets,
      console: Console(hiding: secrets))
  }

  /// Does what must be done before anything is asked and may hang, unless a signal comes first.
  ///
  /// - Parameter activity: what the gate is then said to have been stopped at: `reading a.pem`.
  /// - Throws: what the work throws, or ``StartError`` when the gate was interrupted.
  func unlessStopped<Value: Sendable>(
    while activity: String, _ work: @escaping @Sendable () async throws(StartError) -> Value
  ) async throws(StartError) -> Value {
    let ending = await signals.orSignal { () -> Result<Value, StartError> in
      do throws(StartError) {
        return .success(try await work())
      } catch {
        return .failure(error)
      }
    }
    switch ending {
    case .done(let result): return try result.get()
    case .interrupted(let signal):
      throw StartError(
        "stopped by \(signal.name) while \(activity).", outcome: .interrupted(signal))
    }
  }
}

extension SecretRegistry {
  /// Makes known what an error sentence could quote before the credentials are read: the variables
  /// for secrets, and every JWT that stands in a wrong place. A CI is told of those that are used.
  fileprivate func registerAll(of environment: [String: String], arguments: [String]) {
    for variable in Environment.secretVariables {
      if let text = environment[variable.rawValue] { register(Secret(text), isMaskedByCI: false) }
    }
    let settings = environment.filter {
      $0.key.hasPrefix("KORE_") || $0.key.hasPrefix("PUBLISH_GATE_")
    }
    for text in Array(settings.values) + arguments {
      for jwt in Secret.jwts(in: text) { register(jwt, isMaskedByCI: false) }
    }
  }
}

extension Timestamp {
  /// The runner's wall clock.
  static var now: Timestamp {
    Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1_000))
  }
}
