import KoreSimulator
import TestSupport
import Testing

/// A scenario of the simulator, and a run of the built program against it.
struct ScenarioCase: CustomTestStringConvertible {
  let scenario: String

  /// What ends a run against a scenario that never ends.
  private struct Limit {
    let flag: String
    let seconds: Int
    /// What the gate has shown before.
    let after: String
  }

  var testDescription: String { scenario }

  static let all = Scenario.all.map { ScenarioCase(scenario: $0.name) }

  private var limit: Limit? {
    switch scenario {
    case "stall": Limit(flag: "--timeout", seconds: 4, after: "40 %")
    case "never": Limit(flag: "--start-timeout", seconds: 2, after: "ended successful")
    case "unpublished": Limit(flag: "--start-timeout", seconds: 2, after: "shows no publish")
    case "unknown-status": Limit(flag: "--contact-timeout", seconds: 2, after: "paused")
    default: nil
    }
  }

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
      run = try await Patience.run(
        within: limit.seconds, as: "20s", showing: limit.after, in: folder
      ) {
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
