import Foundation
import TestSupport
import Testing

/// What the gate takes from the variables of a GitLab job.
@Suite struct GitLabTests {
  @Test func theGateEndsBeforeGitLabKillsTheJob() async throws {
    let folder = try TemporaryFolder()
    let stall = ScenarioCase(scenario: "stall")
    let run = try await Patience.run(within: 5, showing: "in progress", in: folder) { limit in
      var environment = Gate.environment(port: try await stall.simulator())
      environment["GITLAB_CI"] = "true"
      environment["CI_JOB_TIMEOUT"] = String(limit.dropLast())
      return try await Gate.run(
        [],
        environment: environment.merging(["CI_JOB_STARTED_AT": Date().ISO8601Format()]) { $1 },
        in: folder)
    }
    #expect(run.code == 124, "\(run.errors)")
    #expect(run.report?.contains("type=\"TimedOut\"") == true)
    #expect(run.output.contains("which is what CI_JOB_TIMEOUT leaves"))
    #expect(run.errors.contains("the job needs a longer timeout"))
  }

  /// The window of fifteen minutes is never widened by a pipeline that is older, but it is cut off
  /// by one that is younger.
  @Test(arguments: [
    (variable: "GITLAB_CI", job: 2_400, pipeline: 3_000, code: Int32(66)),
    (variable: "GITLAB_CI", job: 300, pipeline: 200, code: 66),
    (variable: "GITLAB_CI", job: 300, pipeline: 400, code: 0),
    (variable: "CI", job: 300, pipeline: 200, code: 0),
  ])
  func nothingFromBeforeThePipelineCounts(
    variable: String, job: Int, pipeline: Int, code: Int32
  ) async throws {
    let document = """
      {"_id":"ds-1","status":"successful","percentageComplete":100,
      "requestedTime":"\(Date(timeIntervalSinceNow: -Double(job)).ISO8601Format())"}
      """
    let run = try await ScriptedServer.with(bodies: [document]) { server in
      var environment = Gate.environment(port: server.port)
      environment[variable] = "true"
      environment["CI_PIPELINE_CREATED_AT"] =
        Date(timeIntervalSinceNow: -Double(pipeline)).ISO8601Format()
      let folder = try TemporaryFolder()
      guard code == 66 else {
        // A busy machine may let the job become older than the usual window.
        return try await Gate.run(["--fresh-within", "24h"], environment: environment, in: folder)
      }
      return try await Patience.run(within: 1, showing: "ds-1", in: folder) { [environment] in
        try await Gate.run(["--start-timeout", $0], environment: environment, in: folder)
      }
    }
    #expect(run.code == code, "\(run.errors)")
  }
}
