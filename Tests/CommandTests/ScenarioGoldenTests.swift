import KoreSimulator
import Testing

/// Every scenario of the simulator against the built program: lines, report and exit code.
@Suite struct ScenarioGoldenTests {
  struct Case: CustomTestStringConvertible {
    let scenario: String
    let code: Int32
    var arguments: [String] = []

    var testDescription: String { scenario }
  }

  static let cases = [
    Case(scenario: "success", code: 0),
    Case(scenario: "failure", code: 1),
    Case(scenario: "partial", code: 1),
    Case(scenario: "slow", code: 0),
    Case(scenario: "stall", code: 124, arguments: ["--timeout", "4s"]),
    Case(scenario: "stale", code: 0),
    Case(scenario: "never", code: 66, arguments: ["--start-timeout", "2s"]),
    Case(scenario: "unpublished", code: 66, arguments: ["--start-timeout", "2s"]),
    Case(scenario: "superseded", code: 75),
    Case(scenario: "flaky", code: 0),
    Case(scenario: "rate-limited", code: 0),
    Case(scenario: "unauthorized", code: 77),
    Case(scenario: "forbidden", code: 77),
    Case(scenario: "unknown-bot", code: 66),
    Case(scenario: "html", code: 76),
    Case(scenario: "redirect", code: 76),
    Case(scenario: "unknown-status", code: 76, arguments: ["--contact-timeout", "2s"]),
    Case(scenario: "approval", code: 0),
  ]

  @Test func everyScenarioOfTheCatalogIsPlayed() {
    #expect(Set(Self.cases.map(\.scenario)) == Set(Scenario.all.map(\.name)))
  }

  @Test(arguments: cases)
  func endsWithTheContractsCode(_ each: Case) async throws {
    let run = try await play(each.scenario, each.arguments)
    #expect(run.code == each.code)
    try Golden.expect(run, matches: each.scenario)
  }

  @Test(arguments: ["success", "partial", "never", "flaky"])
  func tellsTheSameStoryInJSON(scenario: String) async throws {
    let arguments = scenario == "never" ? ["--start-timeout", "2s"] : []
    let run = try await play(scenario, arguments + ["--format", "json"])
    for line in run.output.split(separator: "\n") {
      let event = try JSONEvent(line)
      #expect(event["time"] is String && event["elapsed"] is Double && event.name != nil)
    }
    try Golden.expect(run, matches: "\(scenario)-json")
  }

  @Test func requireLiveFailsOnApproval() async throws {
    let run = try await play("approval", ["--require-live"])
    #expect(run.code == 1)
    #expect(run.lastLine.contains("only awaits approval"))
  }

  @Test func anAllowedResourceMayFail() async throws {
    let run = try await play("partial", ["--allow-resource", "dialog:mort*"])
    #expect(run.code == 0)
    #expect(run.report?.contains("<skipped ") == true)
  }

  @Test func quietShowsTheLastLineOnly() async throws {
    let run = try await play("success", ["--quiet"])
    #expect(run.output.split(separator: "\n").count == 1)
    #expect(run.errors.isEmpty)
  }

  @Test func verboseShowsEveryRequestAndNoHeader() async throws {
    let run = try await play("flaky", ["--verbose"])
    let requests = run.output.split(separator: "\n").filter { $0.contains(" request ") }
    #expect(requests.count == 13)
    #expect(requests.allSatisfy { $0.contains("GET /api/public/bot/st-demo/publish/status") })
  }

  private func play(_ scenario: String, _ arguments: [String]) async throws -> GateRun {
    let folder = try Scratch()
    let settings = SimulatorSettings(
      scenario: try #require(Scenario.named(scenario)), speed: 1_000, pace: .perRequest,
      token: Gate.token)
    let port = try await Simulator(settings).start()
    let run = try await Gate.run(
      arguments, environment: Gate.environment(port: port), in: folder)
    try await ReportCheck.expectValid(run.report, in: folder)
    return run
  }
}
