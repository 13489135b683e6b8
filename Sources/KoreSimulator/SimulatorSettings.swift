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
