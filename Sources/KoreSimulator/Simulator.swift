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

  /// Starts to serve; throws when the settings or the port cannot be used.
  package func start() async throws(SimulatorError) -> HTTPServer {
    try settings.validate()
    let routes = StatusRoutes(settings: settings, now: now)
    do {
      return try await HTTPServer.start(host: settings.host, port: settings.port) {
        routes.response(to: $0, body: $1)
      }
    } catch {
      throw SimulatorError(error, host: settings.host, port: settings.port)
    }
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
