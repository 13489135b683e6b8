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

  /// Starts to serve, in a task of its own that lives as long as the process, and returns the port.
  ///
  /// A server is never stopped: NIO traps when one stops in the moment in which it accepts a
  /// connection, https://github.com/apple/swift-nio/issues/2813. Throws when the settings or the
  /// port cannot be used.
  package func start() async throws(SimulatorError) -> Int {
    try settings.validate()
    let (starts, continuation) = AsyncStream.makeStream(of: Result<Int, SimulatorError>.self)
    let application = application { continuation.yield(.success($0)) }
    Task { [settings] in
      do {
        // `run` and not `runService`, which would take SIGINT and SIGTERM for itself.
        try await application.run()
      } catch {
        let error = SimulatorError(error, host: settings.host, port: settings.port)
        continuation.yield(.failure(error))
      }
      // Else someone would wait for ever for a port that never comes.
      continuation.finish()
    }
    guard let start = await starts.first(where: { _ in true }) else {
      throw .stopped(reason: "it was not started")
    }
    return try start.get()
  }

  private func application(
    onReady: @escaping @Sendable (_ port: Int) -> Void
  ) -> some ApplicationProtocol {
    Application(
      responder: StatusRoutes(settings: settings, now: now),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port)),
      onServerRunning: { [port = settings.port] channel in
        onReady(channel.localAddress?.port ?? port)
      },
      logger: Logger(label: "simulator", factory: { _ in SwiftLogNoOpLogHandler() }))
  }
}

/// What a simulator plays, where, and how fast.
package struct SimulatorSettings: Sendable {
  /// What moves the timeline forward.
  package enum Pace: Sendable {
    /// The clock, from the first status request or the last publish on.
    case clock
    /// The status requests: each sees the next frame, whatever the time.
    case perRequest
  }

  package var scenario: Scenario
  package var host: String
  /// The port to listen on; 0 takes any free one.
  package var port: Int
  /// Scenario seconds in a real second.
  package var speed: Double
  package var pace: Pace
  /// The token the `auth` header must hold; nil accepts any.
  package var token: String?
  /// The only bot the server knows; nil plays the scenario anew for each bot asked about.
  package var botID: String?
  /// Whether the server shows the previous job until a publish is started.
  package var awaitsPublish: Bool

  package init(
    scenario: Scenario, host: String = "127.0.0.1", port: Int = 0, speed: Double = 1,
    pace: Pace = .clock, token: String? = nil, botID: String? = nil, awaitsPublish: Bool = false
  ) {
    self.scenario = scenario
    self.host = host
    self.port = port
    self.speed = speed
    self.pace = pace
    self.token = token
    self.botID = botID
    self.awaitsPublish = awaitsPublish
  }

  /// Checks what the server could not work with.
  func validate() throws(SimulatorError) {
    guard (0...65_535).contains(port) else { throw .invalidPort(port) }
    guard speed > 0, speed.isFinite else { throw .invalidSpeed(speed) }
  }
}
