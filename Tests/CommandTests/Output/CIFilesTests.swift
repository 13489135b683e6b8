import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The files that a CI's variables name, where they are not as one would like them.
@Suite struct CIFilesTests {
  @Test(arguments: [("", ""), ("a=1\n", "a=1\n"), ("a=1", "a=1\n")])
  func whatAnotherProgramWroteStaysOnLinesOfItsOwn(before: String, after: String) async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(before, to: "outputs")
    _ = try folder.write(before, to: "summary.md")
    let run = try await play(CIHost.github.environment(in: folder), in: folder)
    #expect(run.code == 0 && run.errors.split(separator: "\n").count == 1)
    #expect(folder.read("outputs")?.hasPrefix("\(after)outcome=passed\n") == true)
    #expect(folder.read("summary.md")?.hasPrefix("\(after)\n## ✅ Passed") == true)
  }

  @Test func whatCanNotBeWrittenIsAWarningOnly() async throws {
    let folder = try TemporaryFolder()
    var environment = try CIHost.github.environment(in: folder)
    environment["GITHUB_STEP_SUMMARY"] = folder.path
    environment["GITHUB_OUTPUT"] = "\(folder.path)/no/such/folder/outputs"
    let run = try await play(environment, in: folder)
    #expect(run.code == 0)
    #expect(run.errors.components(separatedBy: "warning").count == 3, "\(run.errors)")
    #expect(run.output.contains("::warning title=Publish of st-demo::cannot write the report"))
  }

  /// A file that is announced and is not there would fail the task.
  @Test func azureIsNotToldOfASummaryThatWasNotWritten() async throws {
    let folder = try TemporaryFolder()
    var environment = try CIHost.azure.environment(in: folder)
    environment["AGENT_TEMPDIRECTORY"] = "/proc/none"
    let run = try await play(environment, in: folder)
    #expect(run.code == 0)
    #expect(run.errors.contains("warning") && !run.output.contains("task.uploadsummary"))
  }

  @Test func aPipeThatNobodyReadsIsAWarningOnly() async throws {
    let folder = try TemporaryFolder()
    var environment = try CIHost.github.environment(in: folder)
    for (name, file) in [("GITHUB_OUTPUT", "out.pipe"), ("GITHUB_STEP_SUMMARY", "sum.pipe")] {
      environment[name] = "\(folder.path)/\(file)"
      #expect(mkfifo("\(folder.path)/\(file)", 0o600) == 0)
    }
    let success = ScenarioCase(scenario: "success")
    let port = try await success.simulator()
    let result = try await Subprocess.run(
      Gate.executable, environment: .only(Gate.environment(port: port).merging(environment) { $1 }),
      workingDirectory: FilePath(folder.path), output: .discarded, error: .string(limit: 1 << 16))
    #expect(result.terminationStatus.code == 0)
    #expect(result.standardError.components(separatedBy: "warning").count == 3)
  }

  /// The summary is larger than a pipe, so that it can only be written to an agent that reads. Nil
  /// stands for an agent that is not there.
  @Test(arguments: [nil, "exit 1", "exec <&-; exit 0", "read line; exit 0"])
  func anAgentThatIsMissingOrDoesNotListenChangesNothing(script: String?) async throws {
    let folder = try TemporaryFolder()
    var environment = try CIHost.buildkite.environment(in: folder)
    if let script {
      _ = try folder.program("buildkite-agent", script)
    } else {
      environment["PATH"] = "/nowhere"
    }
    let resources = (1...200).map {
      """
      {"resourceId":"\($0)","resourceType":"dialog","name":"\($0)","status":"FAILED",
      "message":"\(String(repeating: "too long ", count: 60))"}
      """
    }
    let job = """
      {"_id":"ds-1","status":"failed","percentageComplete":100,
      "statusSummary":[\(resources.joined(separator: ","))]}
      """
    let run = try await ScriptedServer.with(bodies: [job]) { [environment] server in
      try await Gate.run(
        ["--any-age"],
        environment: Gate.environment(port: server.port).merging(environment) { $1 }, in: folder)
    }
    #expect(run.code == 1)
  }

  private func play(
    _ environment: [String: String], in folder: TemporaryFolder
  ) async throws -> ProgramRun {
    let success = ScenarioCase(scenario: "success")
    return try await success.play(environment: environment, in: folder)
  }
}
