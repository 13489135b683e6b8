import Foundation
import Testing

/// The files that a CI's variables name, where they are not as one would like them.
@Suite struct CIFilesTests {
  @Test(arguments: [("", ""), ("a=1\n", "a=1\n"), ("a=1", "a=1\n")])
  func whatAnotherProgramWroteStaysOnLinesOfItsOwn(before: String, after: String) async throws {
    let folder = try Scratch()
    _ = try folder.write(before, to: "outputs")
    _ = try folder.write(before, to: "summary.md")
    let run = try await play(CIHost.github.environment(in: folder), in: folder)
    #expect(run.code == 0 && run.errors.split(separator: "\n").count == 1)
    #expect(folder.read("outputs")?.hasPrefix("\(after)outcome=passed\n") == true)
    #expect(folder.read("summary.md")?.hasPrefix("\(after)## ✅ Passed") == true)
  }

  @Test func whatCanNotBeWrittenIsAWarningOnly() async throws {
    let folder = try Scratch()
    var environment = try CIHost.github.environment(in: folder)
    environment["GITHUB_STEP_SUMMARY"] = folder.path
    environment["GITHUB_OUTPUT"] = "\(folder.path)/no/such/folder/outputs"
    let run = try await play(environment, in: folder)
    #expect(run.code == 0)
    #expect(run.errors.components(separatedBy: "warning").count == 3, "\(run.errors)")
    #expect(run.output.contains("::warning title=Publish of st-demo::cannot write the report"))
  }

  /// Nil stands for an agent that is not there.
  @Test(arguments: [nil, "exit 1", "exec <&-; sleep 0.2", "read line; exit 0"])
  func anAgentThatIsMissingOrDoesNotListenChangesNothing(script: String?) async throws {
    let folder = try Scratch()
    var environment = try CIHost.buildkite.environment(in: folder)
    if let script {
      _ = try folder.program("buildkite-agent", script)
    } else {
      environment["PATH"] = "/nowhere"
    }
    let run = try await play(environment, in: folder)
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
  }

  private func play(
    _ environment: [String: String], in folder: Scratch
  ) async throws -> GateRun {
    let success = try #require(ScenarioCase.all.first { $0.scenario == "success" })
    return try await success.play(environment: environment, in: folder)
  }
}
