import Foundation
import KoreSimulator
import Testing

/// The steps of the GitLab and GitHub examples, read from their files and run for real against the
/// simulator, with the built program on the path.
@Suite struct ExampleTests {
  @Test(arguments: ExamplePipeline.allCases)
  func publishAndGatePassTogether(_ pipeline: ExamplePipeline) async throws {
    let runner = try ExampleRunner(pipeline)
    let port = try await Self.simulator("success", awaitsPublish: true)
    let publish = try await runner.publish(port: port)
    #expect(publish.code == 0, "\(publish)")
    // Before the publish the simulator shows an old job only; after it, a new one.
    let gate = try await runner.gate(port: port)
    #expect(gate.code == 0, "\(gate)")
    try await runner.expectReports()
  }

  /// The codes must come through the CI's shell, or GitLab's `exit_codes` never match.
  @Test(arguments: ExamplePipeline.allCases, ["partial": Int32(1), "superseded": 75, "html": 76])
  func theGateEndsWithItsCode(_ pipeline: ExamplePipeline, _ ending: (String, Int32)) async throws {
    let gate = try await ExampleRunner(pipeline).gate(port: try await Self.simulator(ending.0))
    #expect(gate.code == ending.1, "\(gate)")
  }

  /// A pipeline may be run again, and two may run shortly after each other.
  @Test(arguments: ExamplePipeline.allCases)
  func thePublishOfFiveMinutesAgoIsNotTakenForThisOne(_ pipeline: ExamplePipeline) async throws {
    let runner = try ExampleRunner(pipeline)
    let publish = try await runner.publish(port: try await Self.simulator("success"))
    #expect(publish.code == 0, "\(publish)")
    let before = Date(timeIntervalSinceNow: -300).ISO8601Format()
    let job = """
      {"_id":"ds-before","status":"successful","percentageComplete":100,"requestedTime":"\(before)"}
      """
    let gate = try await ScriptedServer.with(bodies: [job]) { server in
      try await Patience.run(within: 1, showing: "ds-before") {
        try await runner.gate(port: server.port, startTimeout: $0)
      }
    }
    #expect(gate.code == 66, "\(gate)")
  }

  @Test(arguments: ExamplePipeline.allCases)
  func aRefusedPublishFailsItsStep(_ pipeline: ExamplePipeline) async throws {
    let publish = try await ExampleRunner(pipeline).publish(
      port: try await Self.simulator("forbidden"))
    #expect(publish.code != 0)
  }

  @Test(arguments: ExamplePipeline.allCases)
  func canBeTriedWithoutCredentials(_ pipeline: ExamplePipeline) async throws {
    let runner = try ExampleRunner(pipeline)
    let gate = try await runner.tryGate()
    #expect(gate.code == 0, "\(gate)")
    try await runner.expectReports()
  }

  private static func simulator(
    _ scenario: String, awaitsPublish: Bool = false
  ) async throws -> Int {
    let settings = SimulatorSettings(
      scenario: try #require(Scenario.named(scenario)), speed: 1_000, pace: .perRequest,
      token: Gate.token, awaitsPublish: awaitsPublish)
    return try await Simulator(settings).start().port
  }
}
