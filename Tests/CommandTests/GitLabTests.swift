import Foundation
import Testing

/// What the gate takes from the variables of a GitLab job.
@Suite struct GitLabTests {
  @Test func theGateEndsBeforeGitLabKillsTheJob() async throws {
    let folder = try Scratch()
    let stall = try #require(ScenarioCase.all.first { $0.scenario == "stall" })
    let run = try await Patience.run(within: 5, showing: "in progress", in: folder) { limit in
      var environment = Gate.environment(port: try await stall.simulator())
      environment["GITLAB_CI"] = "true"
      environment["CI_JOB_STARTED_AT"] = Date().ISO8601Format()
      environment["CI_JOB_TIMEOUT"] = String(limit.dropLast())
      return try await Gate.run([], environment: environment, in: folder)
    }
    #expect(run.code == 124, "\(run.errors)")
    #expect(run.report?.contains("type=\"TimedOut\"") == true)
    #expect(run.output.contains("which is what CI_JOB_TIMEOUT leaves"))
    #expect(run.errors.contains("the job needs a longer timeout"))
  }

  @Test(arguments: [("GITLAB_CI", Int32(0)), ("CI", 66)], ["", "false"])
  func aPublishOfThisPipelineCountsHoweverOldItIs(
    _ ci: (variable: String, code: Int32), anyAge: String
  ) async throws {
    let job = """
      {"_id":"ds-1","status":"successful","percentageComplete":100,
      "requestedTime":"\(Date(timeIntervalSinceNow: -2_400).ISO8601Format())"}
      """
    let run = try await ScriptedServer.with(bodies: [job]) { server in
      var environment = Gate.environment(port: server.port)
      environment[ci.variable] = "true"
      environment["PUBLISH_GATE_ANY_AGE"] = anyAge
      environment["CI_PIPELINE_CREATED_AT"] =
        Date(timeIntervalSinceNow: -3_000).ISO8601Format()
      let folder = try Scratch()
      return try await Patience.run(within: 1, showing: "ds-1", in: folder) { [environment] in
        try await Gate.run(["--start-timeout", $0], environment: environment, in: folder)
      }
    }
    #expect(run.code == ci.code, "\(run.errors)")
  }
}
