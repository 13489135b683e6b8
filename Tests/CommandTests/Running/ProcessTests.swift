import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The program as a process: signals, pipes, files, and what it links.
@Suite struct ProcessTests {
  private static let inProgress = """
    {"_id":"ds-1","status":"inprogress","percentageComplete":40,"statusSummary":[
    {"resourceId":"NL","resourceType":"NL","name":"Natural Language","status":"INPROGRESS"}]}
    """

  /// Whatever was written last, report and summary tell the same.
  @Test(arguments: ["summary.html", "summary.md"])
  func evenAKillLeavesAReportThatTellsTheTruth(summary: String) async throws {
    let folder = try TemporaryFolder()
    let run = try await ScriptedServer.with(
      answer: { number in
        if number > 1 { try await hang() }
        return .json(Self.inProgress)
      },
      body: { server in
        let environment = Gate.environment(port: server.port)
        let result = try await Subprocess.run(
          Gate.executable, arguments: ["--summary", summary], environment: .only(environment),
          workingDirectory: FilePath(folder.path), input: .none, output: .string(limit: 1 << 20),
          error: .string(limit: 1 << 20)
        ) { execution in
          for await number in server.arrivals where number == 2 { break }
          try await folder.waits(for: "inprogress at 40 %", in: "test-results/TEST-publish.xml")
          try execution.send(signal: .kill)
        }
        return ProgramRun(
          code: result.terminationStatus.code, output: result.standardOutput,
          errors: result.standardError, in: folder, environment: environment)
      })
    #expect(run.code == 128 + 9)
    #expect(run.report?.contains("type=\"GateNotFinished\"") == true)
    #expect(run.report?.contains("Natural Language") == true)
    try await ReportCheck.expectValid(run.report, in: folder)
    let text = try #require(folder.read(summary))
    #expect(text.contains("the publish is inprogress at 40 %"))
    #expect(text.contains("Natural Language") && !text.contains("No request was made"))
  }

  @Test func linesComeOutOneByOneThroughAPipe() async throws {
    let folder = try TemporaryFolder()
    let gate = AsyncStream.makeStream(of: Void.self)
    // The second answer is held back until the line about the first one was read from the pipe: a
    // program that holds its lines back would wait for ever.
    try await ScriptedServer.with(
      answer: { number in
        guard number > 1 else { return .json(Self.inProgress) }
        for await _ in gate.stream { break }
        return .json(
          Self.inProgress.replacingOccurrences(of: "inprogress", with: "successful")
            .replacingOccurrences(of: "INPROGRESS", with: "SUCCESS"))
      },
      body: { server in
        let result = try await Subprocess.run(
          Gate.executable, arguments: [],
          environment: .only(Gate.environment(port: server.port)),
          workingDirectory: FilePath(folder.path), input: .none, output: .sequence,
          error: .discarded
        ) { execution in
          for try await line in execution.standardOutput.strings() where line.contains("40 %") {
            gate.continuation.yield()
          }
        }
        #expect(result.terminationStatus.code == 0)
      })
  }

  /// A file that cannot be replaced at the end, after the other ones were written.
  @Test func noFileSaysPassedWhenTheGateDidNot() async throws {
    let folder = try TemporaryFolder()
    let run = try await ScriptedServer.with(
      answer: { number in
        guard number > 1 else { return .json(Self.inProgress) }
        try await folder.waits(for: "40 %", in: "summary.md")
        try FileManager.default.removeItem(atPath: "\(folder.path)/summary.md")
        try FileManager.default.createDirectory(
          atPath: "\(folder.path)/summary.md/full", withIntermediateDirectories: true)
        return .json(
          Self.inProgress.replacing("inprogress", with: "successful")
            .replacing("INPROGRESS", with: "SUCCESS"))
      },
      body: { server in
        try await Gate.run(
          ["--summary", "summary.md", "--dotenv", "gate.env"],
          environment: Gate.environment(port: server.port), in: folder)
      })
    #expect(run.code == 73)
    #expect(run.errors.contains("with --summary"))
    #expect(folder.read("gate.env")?.contains("PUBLISH_GATE_EXIT_CODE=73\n") == true)
    #expect(run.report?.contains("type=\"ReportNotWritten\"") == true)
  }

  @Test func aReaderThatGoesAwayDoesNotChangeTheVerdict() async throws {
    let folder = try TemporaryFolder()
    let run = try await shell(
      "(\"$GATE\" demo --scenario partial --speed 40; echo $? > code) | head -n 1", in: folder)
    #expect(run.terminationStatus.isSuccess)
    #expect(folder.read("code") == "1\n")
    #expect(folder.read("test-results/TEST-publish.xml")?.contains("PublishFailed") == true)
  }

  @Test func closedStreamsDoNotSpoilTheReport() async throws {
    let folder = try TemporaryFolder()
    let run = try await shell("\"$GATE\" demo --speed 40 >&- 2>&- <&-", in: folder)
    #expect(run.terminationStatus.isSuccess)
    try await ReportCheck.expectValid(folder.read("test-results/TEST-publish.xml"), in: folder)
  }

  @Test func aReportThatIsLostOnTheWayTurnsGreenInto73() async throws {
    let folder = try TemporaryFolder()
    let run = try await ScriptedServer.with(
      answer: { number in
        // The folder of the report goes away, and a file takes its name.
        try? FileManager.default.removeItem(atPath: "\(folder.path)/test-results")
        _ = try folder.write("", to: "test-results")
        return .json("{\"_id\":\"ds-1\",\"status\":\"successful\",\"percentageComplete\":100}")
      },
      body: { server in
        try await Gate.run(
          ["--any-age"], environment: Gate.environment(port: server.port), in: folder)
      })
    #expect(run.code == 73)
    #expect(run.errors.contains("test-results/TEST-publish.xml"))
  }

  @Test func refusedConnectionsShowAsAttempts() async throws {
    let refusing = try RefusingPort()
    defer { withExtendedLifetime(refusing) {} }
    let folder = try TemporaryFolder()
    let result = try await Subprocess.run(
      Gate.executable, arguments: ["--format", "json"],
      environment: .only(Gate.environment(port: refusing.port)),
      workingDirectory: FilePath(folder.path), input: .none, output: .sequence, error: .discarded
    ) { execution in
      var retries: [String] = []
      for try await line in execution.standardOutput.strings()
      where try JSONEvent(line).name == "retry" {
        retries.append(line)
        if retries.count == 4 { break }
      }
      try execution.send(signal: .terminate)
      return retries
    }
    #expect(result.terminationStatus.code == 143)
    let retries = try result.closureResult.map { try JSONEvent($0) }
    #expect(retries.map { $0["attempt"] as? Int } == [1, 2, 3, 4])
    #expect(retries.allSatisfy { $0["failure"] as? String == "connection refused" })
  }

  // On macOS there is one Foundation, which is part of the system.
  #if os(Linux)
    @Test func linksNoFullFoundation() async throws {
      let program = try Data(contentsOf: URL(fileURLWithPath: Gate.path))
      // A program that links nothing of Foundation would say nothing about this check.
      #expect(program.range(of: Data("libFoundationEssentials.so".utf8)) != nil)
      #expect(program.range(of: Data("libFoundation.so".utf8)) == nil)
      #expect(program.range(of: Data("libFoundationInternationalization.so".utf8)) == nil)
      #expect(program.range(of: Data("FoundationNetworking.so".utf8)) == nil)
    }
  #endif

  private func shell(
    _ script: String, in folder: TemporaryFolder
  ) async throws -> ExecutionResult<Void, StringOutput<Unicode.UTF8>, StringOutput<Unicode.UTF8>> {
    try await Subprocess.run(
      .path("/bin/sh"), arguments: ["-c", script],
      environment: .only(Gate.unhurried.merging(["GATE": Gate.path]) { $1 }),
      workingDirectory: FilePath(folder.path), output: .string(limit: 1 << 20),
      error: .string(limit: 1 << 20))
  }
}
