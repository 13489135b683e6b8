import Foundation
import KoreSimulator
import Subprocess
import SystemPackage
import Testing

/// The steps of the GitLab and GitHub examples, read from their files and run for real against the
/// simulator, with the built program on the path.
@Suite struct ExampleTests {
  struct Step: CustomTestStringConvertible {
    let file: String
    let name: String
    var environment: [String: String] = [:]

    var testDescription: String { "\(file): \(name)" }
  }

  static let publishes = [
    Step(file: "gitlab/.gitlab-ci.yml", name: "publish", environment: ["CI_PIPELINE_ID": "1"]),
    Step(file: "github/workflow.yml", name: "Publish", environment: ["GITHUB_RUN_ID": "1"]),
  ]

  static let gates = [
    Step(
      file: "gitlab/.gitlab-ci.yml", name: "gate",
      environment: ["GITLAB_CI": "true", "TRY": "false"]),
    Step(
      file: "github/workflow.yml", name: "Gate",
      environment: ["GITHUB_ACTIONS": "true", "TRY": "false"]),
  ]

  @Test(arguments: publishes)
  func thePublishStepStartsAPublish(_ step: Step) async throws {
    let port = try await simulator("success", awaitsPublish: true)
    let folder = try Scratch()
    let published = try await run(step, port: port, in: folder)
    #expect(published.terminationStatus.code == 0, "\(published.standardError)")
    // Before the publish the simulator shows an old job only; after it, a new one.
    let gated = try await Gate.run([], environment: Gate.environment(port: port), in: folder)
    #expect(gated.code == 0)
  }

  @Test(arguments: gates)
  func theGateStepPassesAndLeavesWhatTheExampleCollects(_ step: Step) async throws {
    let folder = try Scratch()
    let result = try await run(step, port: try await simulator("success"), in: folder)
    #expect(result.terminationStatus.code == 0, "\(result.standardOutput)\(result.standardError)")
    try await ReportCheck.expectValid(folder.read("test-results/TEST-publish.xml"), in: folder)
    if step.file.hasPrefix("gitlab") {
      #expect(folder.read("publish-gate.env")?.contains("PUBLISH_GATE_OUTCOME=passed\n") == true)
      #expect(folder.read("publish-summary.html")?.contains("<svg") == true)
    } else {
      #expect(folder.read("outputs")?.contains("outcome=passed\n") == true)
      #expect(folder.read("summary.md")?.isEmpty == false)
    }
  }

  @Test(arguments: gates)
  func theGateStepFailsWithTheGatesCode(_ step: Step) async throws {
    let result = try await run(
      step, port: try await simulator("partial"), in: try Scratch())
    #expect(result.terminationStatus.code == 1)
  }

  private func simulator(_ scenario: String, awaitsPublish: Bool = false) async throws -> Int {
    let settings = SimulatorSettings(
      scenario: try #require(Scenario.named(scenario)), speed: 1_000, pace: .perRequest,
      token: Gate.token, awaitsPublish: awaitsPublish)
    return try await Simulator(settings).start()
  }

  private func run(
    _ step: Step, port: Int, in folder: Scratch
  ) async throws -> ExecutionResult<Void, StringOutput<Unicode.UTF8>, StringOutput<Unicode.UTF8>> {
    let script = try ExampleScript.text(of: step.name, in: step.file)
    var environment = Gate.environment(port: port).merging(step.environment) { $1 }
    let programs = Bundle.main.bundleURL.path
    environment["PATH"] =
      programs + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    environment["GITHUB_OUTPUT"] = "\(folder.path)/outputs"
    environment["GITHUB_STEP_SUMMARY"] = "\(folder.path)/summary.md"
    let result = try await GateSlots.shared.run {
      try await Subprocess.run(
        .path("/bin/sh"), arguments: ["-e", "-c", script], environment: .only(environment),
        workingDirectory: FilePath(folder.path), output: .string(limit: 1 << 20),
        error: .string(limit: 1 << 20))
    }
    // Looks through all of it for the token.
    _ = GateRun(
      code: result.terminationStatus.code, output: result.standardOutput,
      errors: result.standardError, in: folder, environment: environment)
    return result
  }
}

/// Reads a step's script out of an example: the block below `script:` or `run:` after the name of
/// its job or step.
enum ExampleScript {
  static func text(of name: String, in file: String) throws -> String {
    let url = TestFiles.url("../ci-examples/\(file)")
    let lines = try String(contentsOf: url, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex {
      let text = $0.trimmingCharacters(in: .whitespaces)
      return text == "\(name):" && $0.first != " " || text == "- name: \(name)"
    }
    let first = try #require(start, "\(file) has no \(name)")
    let key = try #require(
      lines[first...].firstIndex {
        ["script:", "run: |"].contains($0.trimmingCharacters(in: .whitespaces))
      })
    let indentation = lines[key].prefix { $0 == " " }.count
    let block = lines[(key + 1)...].prefix {
      $0.allSatisfy { $0 == " " } || $0.prefix { $0 == " " }.count > indentation
    }
    let body = block.filter { $0.trimmingCharacters(in: .whitespaces) != "- |" }
    return body.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n") + "\n"
  }
}
