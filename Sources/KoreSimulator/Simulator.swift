import Hummingbird
import Logging

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// A server that plays one scenario over real HTTP.
package struct Simulator: Sendable {
  private let settings: SimulatorSettings
  private let now: @Sendable () -> Date

  /// Makes a simulator that dates its jobs and keeps its pace by this wall clock.
  package init(_ settings: SimulatorSettings, now: @escaping @Sendable () -> Date = { Date() }) {
    self.settings = settings
    self.now = now
  }

  /// Serves until the task is cancelled, and returns then without waiting for open connections.
  ///
  /// `onReady` is given the port once connections are accepted. Throws when the settings or the
  /// port cannot be used.
  package func run(
    onReady: @escaping @Sendable (_ port: Int) async -> Void
  ) async throws(SimulatorError) {
    try settings.validate()
    let application = Application(
      responder: StatusRoutes(settings: settings, now: now),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port)),
      onServerRunning: { [port = settings.port] channel in
        await onReady(channel.localAddress?.port ?? port)
      },
      logger: Logger(label: "simulator", factory: { _ in SwiftLogNoOpLogHandler() }))
    do {
      // `run` and not `runService`, which would take SIGINT and SIGTERM for itself.
      try await application.run()
    } catch {
      // A cancelled server reports its end as an error, but it is the ordinary one.
      if Task.isCancelled { return }
      throw SimulatorError(error, host: settings.host, port: settings.port)
    }
    if !Task.isCancelled { throw .stopped(reason: "the listening connection was closed") }
  }

  /// Runs the body against a simulator that is ready, and stops the simulator afterwards.
  ///
  /// Throws the body's error, or a `SimulatorError` when the simulator cannot serve.
  package static func withSimulator<Result>(
    _ settings: SimulatorSettings,
    now: @escaping @Sendable () -> Date = { Date() },
    body: (_ port: Int) async throws -> Result
  ) async throws -> Result {
    let simulator = Simulator(settings, now: now)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
      group.addTask {
        // Else someone would wait for ever for a port that never comes.
        defer { continuation.finish() }
        try await simulator.run { continuation.yield($0) }
      }
      guard let port = await ports.first(where: { _ in true }) else {
        try await group.waitForAll()
        throw CancellationError()
      }
      defer { group.cancelAll() }
      return try await body(port)
    }
  }
}
