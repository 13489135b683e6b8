import Foundation
import GateKit
import KoreAPI
import NIOHTTP1
import Subprocess
import TestSupport
import Testing

@testable import publish_gate

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A token command that never ends holds nobody up, and does not outlive the gate.
@Suite struct CredentialHangTests {
  private static let refusal = #"{"errors":[{"msg":"Invalid JWT token"}]}"#

  @Test(arguments: [(Subprocess.Signal.interrupt, Int32(130)), (.terminate, 143)])
  func aSignalEndsTheGateWhileTheFirstTokenIsWaitedFor(
    signal: Subprocess.Signal, code: Int32
  ) async throws {
    let folder = try TemporaryFolder()
    let lifeline = try Lifeline(in: folder)
    _ = try folder.write("\(lifeline.opening); sleep 1000 & wait", to: "token.sh")
    let run = try await run(in: folder) { execution, _ in
      await lifeline.begins()
      // A report is there while the command runs.
      let report = folder.read("test-results/TEST-publish.xml")
      #expect(report?.contains("type=\"GateNotFinished\"") == true)
      try execution.send(signal: signal)
    }
    #expect(run.code == code)
    #expect(run.errors.contains("while waiting for the token of --token-command"))
    #expect(run.report?.contains("type=\"Interrupted\"") == true)
    await lifeline.ends()
  }

  @Test func aSignalEndsTheGateWhileAnotherTokenIsWaitedFor() async throws {
    let folder = try TemporaryFolder()
    let lifeline = try Lifeline(in: folder)
    try writeScriptThatHangsTheSecondTime(lifeline, in: folder)
    let run = try await run(in: folder) { execution, _ in
      await lifeline.begins()
      try execution.send(signal: .interrupt)
    }
    #expect(run.code == 130)
    #expect(run.lastLine.contains("interrupted: stopped by SIGINT"))
    await lifeline.ends()
  }

  @Test func aTokenThatDoesNotComeInTheTimeOfItsRequestIsNone() async throws {
    let folder = try TemporaryFolder()
    let lifeline = try Lifeline(in: folder)
    try writeScriptThatHangsTheSecondTime(lifeline, in: folder)
    let (run, requests) = try await ScriptedServer.with(
      answer: { _ in .json(Self.refusal, status: .unauthorized) },
      body: { server in
        var environment = Gate.environment(port: server.port)
        environment["KORE_JWT"] = nil
        let run = try await Gate.run(
          ["--token-command", "sh token.sh", "--request-timeout", "2s"], environment: environment,
          in: folder)
        return (run, server.requestCount)
      })
    #expect(run.code == 77, "\(run.errors)")
    #expect(run.lastLine.contains("the token command 'sh' gave none within 2s"))
    // The one for which there was no token was never sent.
    #expect(run.lastLine.contains(" \(requests) request"))
    await lifeline.ends()
  }

  @Test func aCommandIsKilledWithAllThatItStartedWhenItsTimeIsUp() async throws {
    let folder = try TemporaryFolder()
    let lifeline = try Lifeline(in: folder)
    let script = try folder.write(
      """
      echo hidden-token; echo hidden-token >&2
      \(lifeline.opening); sleep 1000 & wait
      """, to: "token.sh")
    let (lines, shown) = AsyncStream.makeStream(of: String.self)
    let command = TokenCommand(
      try ShellWords(parsing: "sh '\(script)'"), timeLimit: .seconds(1),
      secrets: SecretRegistry()
    ) { shown.yield($0) }
    let error = await #expect(throws: CredentialError.self) { try await command.token() }
    shown.finish()
    #expect(
      error.map { "\($0)" }
        == "the token command 'sh' did not end within 1s and was killed")
    #expect(error?.isUsage == false)
    // On a busy machine the time may be up before the command says anything.
    let all = await lines.reduce(into: []) { $0.append($1) }
    #expect(all == ["token command: ***"] || all.isEmpty)
    await lifeline.ends()
  }

  @Test func aCommandThatIsAbandonedIsKilled() async throws {
    let folder = try TemporaryFolder()
    let lifeline = try Lifeline(in: folder)
    let script = try folder.write("\(lifeline.opening); sleep 1000 & wait", to: "token.sh")
    let command = TokenCommand(
      try ShellWords(parsing: "sh '\(script)'"), secrets: SecretRegistry()
    ) { _ in }
    let waiting = Task { try await command.token() }
    await lifeline.begins()
    command.cancel()
    await lifeline.ends()
    await #expect(throws: CredentialError.self) { try await waiting.value }
  }

  private func writeScriptThatHangsTheSecondTime(
    _ lifeline: Lifeline, in folder: TemporaryFolder
  ) throws {
    _ = try folder.write(
      """
      if [ ! -e ran ]; then touch ran; echo first-token-of-the-test; exit; fi
      \(lifeline.opening); sleep 1000 & wait
      """, to: "token.sh")
  }

  /// Runs against a server that refuses every token.
  private func run(
    _ arguments: [String] = [], in folder: TemporaryFolder,
    during:
      @Sendable (
        Execution<NoInput, StringOutput<Unicode.UTF8>, StringOutput<Unicode.UTF8>>, ScriptedServer
      ) async throws -> Void
  ) async throws -> ProgramRun {
    try await ScriptedServer.with(
      answer: { _ in .json(Self.refusal, status: .unauthorized) },
      body: { server in
        var environment = Gate.environment(port: server.port)
        environment["KORE_JWT"] = nil
        let result = try await GateSlots.shared.run { [environment] in
          try await Subprocess.run(
            Gate.executable,
            arguments: Arguments(["--token-command", "sh token.sh"] + arguments),
            environment: .only(environment), workingDirectory: FilePath(folder.path), input: .none,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
          ) { execution in
            try await during(execution, server)
          }
        }
        return ProgramRun(
          code: result.terminationStatus.code, output: result.standardOutput,
          errors: result.standardError, in: folder, environment: environment)
      })
  }
}
