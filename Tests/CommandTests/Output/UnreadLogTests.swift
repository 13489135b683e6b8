import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The log goes into a pipe that is full and that nobody reads, as when a terminal was stopped with
/// Ctrl-S or a CI's collector hangs.
@Suite struct UnreadLogTests {
  @Test(arguments: [("success", Int32(0)), ("partial", 1), ("unknown-bot", 66)])
  func doesNotChangeTheVerdict(scenario: String, code: Int32) async throws {
    let folder = try TemporaryFolder()
    let each = ScenarioCase(scenario: scenario)
    let port = try await each.simulator()
    let status = try await run([], Gate.environment(port: port), in: folder) { _ in }
    #expect(status.code == code)
    try await ReportCheck.expectValid(folder.read("test-results/TEST-publish.xml"), in: folder)
    #expect(folder.read("test-results/TEST-publish.xml")?.contains("value=\"\(code)\"") == true)
  }

  @Test func doesNotHoldUpASignal() async throws {
    let folder = try TemporaryFolder()
    try await ScriptedServer.with(answer: { _ in try await hang() }) { server in
      let environment = Gate.environment(port: server.port)
      let status = try await run([], environment, in: folder) { execution in
        for await _ in server.arrivals { break }
        try execution.send(signal: .terminate)
      }
      #expect(status.code == 143)
    }
    #expect(
      folder.read("test-results/TEST-publish.xml")?.contains("type=\"Interrupted\"") == true)
  }

  @Test func doesNotHideWhatWentWrong() async throws {
    let folder = try TemporaryFolder()
    let status = try await run(
      ["--no-junit"], ["KORE_BOT_ID": "st-1"], in: folder, errors: "errors.txt"
    ) { _ in }
    #expect(status.code == 77)
    #expect(folder.read("errors.txt")?.contains("there is no token") == true)
    let partial = ScenarioCase(scenario: "partial")
    let port = try await partial.simulator()
    _ = try await run([], Gate.environment(port: port), in: folder, errors: "more.txt") { _ in }
    #expect(folder.read("more.txt")?.components(separatedBy: "error: ").count == 2)
  }

  private func run(
    _ arguments: [String], _ environment: [String: String], in folder: TemporaryFolder,
    errors: String = "errors",
    body:
      @Sendable (Execution<NoInput, FileDescriptorOutput, FileDescriptorOutput>) async throws ->
      Void
  ) async throws -> TerminationStatus {
    let (reading, writing) = try FileDescriptor.pipe()
    defer { try? reading.close() }
    let flags = fcntl(writing.rawValue, F_GETFL)
    _ = fcntl(writing.rawValue, F_SETFL, flags | O_NONBLOCK)
    for count in [4_096, 1] {
      let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: count)
      while (try? bytes.withUnsafeBytes { try writing.write($0) }) != nil {}
    }
    _ = fcntl(writing.rawValue, F_SETFL, flags)
    let errors = try FileDescriptor.open(
      FilePath("\(folder.path)/\(errors)"), .writeOnly, options: [.create],
      permissions: .ownerReadWrite)
    return try await GateSlots.shared.run {
      try await Subprocess.run(
        Gate.executable, arguments: Arguments(arguments), environment: .only(environment),
        workingDirectory: FilePath(folder.path), input: .none,
        output: .fileDescriptor(writing, closeAfterSpawningProcess: true),
        error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
      ) { execution in try await body(execution) }.terminationStatus
    }
  }
}
