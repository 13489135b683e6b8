import TestSupport
import Testing

/// Every scenario of the simulator against the built program: lines, report and exit code, as they
/// are in virtual time.
@Suite struct ScenarioGoldenTests {
  /// A run of minutes sees other steps than one of milliseconds.
  @Test(arguments: ScenarioCase.all)
  func endsAsInVirtualTime(_ each: ScenarioCase) async throws {
    let folder = try TemporaryFolder()
    let run = try await each.play(in: folder)
    try Golden(named: "Scenarios/\(each.scenario)")
      .expect(run, in: folder, seesAllSteps: each.scenario != "slow")
  }

  @Test(arguments: ["success", "partial", "never", "flaky"])
  func tellsTheSameStoryInJSON(scenario: String) async throws {
    let run = try await play(scenario, ["--format", "json"])
    for line in run.output.split(separator: "\n") {
      let event = try JSONEvent(line)
      #expect(event["time"] is String && event["elapsed"] is Double && event.name != nil)
    }
    let golden = try #require(try Golden(named: "Scenarios/\(scenario)")["json"])
    let told = run.output + run.errors.split(separator: "\n").map { "err \($0)\n" }.joined()
    #expect(Golden.steady(told) == Golden.steady(golden))
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

  private func play(_ scenario: String, _ arguments: [String]) async throws -> ProgramRun {
    try await ScenarioCase(scenario: scenario).play(arguments, in: try TemporaryFolder())
  }
}
