import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The signals that end the gate: one, two at once, and one that it was told to ignore.
@Suite struct SignalTests {
  private static let inProgress = """
    {"_id":"ds-1","status":"inprogress","percentageComplete":40,"statusSummary":[
    {"resourceId":"NL","resourceType":"NL","name":"Natural Language","status":"INPROGRESS"}]}
    """

  struct Case: Sendable, CustomTestStringConvertible {
    let signal: Subprocess.Signal
    let code: Int32
    let name: String

    var testDescription: String { name }

    static let all = [
      Case(signal: .terminalClosed, code: 129, name: "SIGHUP"),
      Case(signal: .interrupt, code: 130, name: "SIGINT"),
      Case(signal: .terminate, code: 143, name: "SIGTERM"),
    ]
  }

  @Test(arguments: Case.all)
  func endsTheGateWhileARequestHangs(_ each: Case) async throws {
    let folder = try TemporaryFolder()
    let run = try await run(in: folder, signals: [each.signal])
    #expect(run.code == each.code)
    #expect(run.lastLine.contains("interrupted: stopped by \(each.name)"))
    #expect(run.lastLine.contains("inprogress at 40 %"))
    try await expectInterrupted(run, in: folder)
  }

  /// The first one's report is written before the second one ends the gate. Of two different ones
  /// the system may hand over either first.
  @Test(arguments: Case.all, Case.all)
  func twoAtOnceLeaveTheReportOfOne(_ first: Case, _ second: Case) async throws {
    for _ in 0..<3 {
      let folder = try TemporaryFolder()
      let run = try await run(in: folder, signals: [first.signal, second.signal])
      #expect([first.code, second.code].contains(run.code))
      try await expectInterrupted(run, in: folder)
    }
  }

  /// As nohup(1) starts it.
  @Test func aHangUpThatIsIgnoredStaysIgnored() async throws {
    let folder = try TemporaryFolder()
    let gate = AsyncStream.makeStream(of: Void.self)
    try await ScriptedServer.with(
      answer: { number in
        guard number > 1 else { return .json(Self.inProgress) }
        for await _ in gate.stream { break }
        return .json(
          Self.inProgress.replacing("inprogress", with: "successful")
            .replacing("INPROGRESS", with: "SUCCESS"))
      },
      body: { server in
        var environment = Gate.environment(port: server.port)
        environment["GATE"] = Gate.path
        let result = try await Subprocess.run(
          .path("/bin/sh"), arguments: ["-c", "trap '' HUP; exec \"$GATE\""],
          environment: .only(environment), workingDirectory: FilePath(folder.path), input: .none,
          output: .discarded, error: .discarded
        ) { execution in
          for await number in server.arrivals where number == 2 { break }
          try execution.send(signal: .terminalClosed)
          gate.continuation.yield()
        }
        #expect(result.terminationStatus.code == 0)
      })
  }

  private func expectInterrupted(_ run: ProgramRun, in folder: TemporaryFolder) async throws {
    #expect(run.report?.contains("type=\"Interrupted\"") == true)
    #expect(run.report?.contains("name=\"gate.exitCode\" value=\"\(run.code)\"") == true)
    #expect(try folder.names.contains { $0.hasSuffix(".tmp") } == false)
    try await ReportCheck.expectValid(run.report, in: folder)
  }

  /// Answers once, and sends the signals one after the other while the second request hangs.
  private func run(in folder: TemporaryFolder, signals: [Subprocess.Signal]) async throws
    -> ProgramRun
  {
    try await ScriptedServer.with(
      answer: { number in
        if number > 1 { try await hang() }
        return .json(Self.inProgress)
      },
      body: { server in
        let environment = Gate.environment(port: server.port)
        let result = try await Subprocess.run(
          Gate.executable, arguments: [], environment: .only(environment),
          workingDirectory: FilePath(folder.path), input: .none, output: .string(limit: 1 << 20),
          error: .string(limit: 1 << 20)
        ) { execution in
          for await number in server.arrivals where number == 2 { break }
          for signal in signals { try execution.send(signal: signal) }
        }
        return ProgramRun(
          code: result.terminationStatus.code, output: result.standardOutput,
          errors: result.standardError, in: folder, environment: environment)
      })
  }
}
