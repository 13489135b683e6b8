import KoreSimulator
import TestSupport
import Testing

/// A scenario of the simulator, and how a run of the built program against it ends.
struct ScenarioCase: CustomTestStringConvertible {
  let scenario: String
  let code: Int32
  var limit: Limit?

  /// What ends a run against a scenario that never ends.
  struct Limit {
    let flag: String
    let seconds: Int
    /// What the gate has shown before.
    let after: String
  }

  var testDescription: String { scenario }

  static let all = [
    ScenarioCase(scenario: "success", code: 0),
    ScenarioCase(scenario: "failure", code: 1),
    ScenarioCase(scenario: "partial", code: 1),
    ScenarioCase(scenario: "slow", code: 0),
    ScenarioCase(
      scenario: "stall", code: 124, limit: Limit(flag: "--timeout", seconds: 4, after: "40 %")),
    ScenarioCase(scenario: "stale", code: 0),
    ScenarioCase(
      scenario: "never", code: 66,
      limit: Limit(flag: "--start-timeout", seconds: 2, after: "ended successful")),
    ScenarioCase(
      scenario: "unpublished", code: 66,
      limit: Limit(flag: "--start-timeout", seconds: 2, after: "shows no publish")),
    ScenarioCase(scenario: "superseded", code: 75),
    ScenarioCase(scenario: "flaky", code: 0),
    ScenarioCase(scenario: "rate-limited", code: 0),
    ScenarioCase(scenario: "unauthorized", code: 77),
    ScenarioCase(scenario: "forbidden", code: 77),
    ScenarioCase(scenario: "unknown-bot", code: 66),
    ScenarioCase(scenario: "html", code: 76),
    ScenarioCase(scenario: "redirect", code: 76),
    ScenarioCase(
      scenario: "unknown-status", code: 76,
      limit: Limit(flag: "--contact-timeout", seconds: 2, after: "paused")),
    ScenarioCase(scenario: "approval", code: 0),
  ]

  /// A run of the built program against the scenario, whose report is valid.
  ///
  /// - Parameters:
  ///   - more: further arguments.
  ///   - environment: is added to what every run needs, and wins.
  func play(
    _ more: [String] = [], environment: [String: String] = [:], in folder: TemporaryFolder
  ) async throws -> ProgramRun {
    let run: ProgramRun
    if let limit {
      run = try await Patience.run(within: limit.seconds, showing: limit.after, in: folder) {
        try await play([limit.flag, $0] + more, environment, in: folder)
      }
    } else {
      run = try await play(more, environment, in: folder)
    }
    try await ReportCheck.expectValid(run.report, in: folder)
    return run
  }

  private func play(
    _ arguments: [String], _ environment: [String: String], in folder: TemporaryFolder
  ) async throws -> ProgramRun {
    let port = try await simulator()
    return try await Gate.run(
      arguments, environment: Gate.environment(port: port).merging(environment) { $1 }, in: folder)
  }

  /// The port of a server that plays the scenario.
  func simulator() async throws -> Int {
    let settings = SimulatorSettings(
      scenario: try #require(Scenario.named(scenario)), speed: 1_000, pace: .perRequest,
      token: Gate.token)
    return try await Simulator(settings).start().port
  }
}
