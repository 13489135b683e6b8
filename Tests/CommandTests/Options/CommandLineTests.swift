import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Help, version, `demo` and `simulate` as a new user meets them.
@Suite struct CommandLineTests {
  @Test(arguments: [["--help"], ["wait", "--help"], ["demo", "--help"]])
  func helpListsEveryExitCode(arguments: [String]) async throws {
    let run = try await Gate.run(arguments, in: try TemporaryFolder())
    #expect(run.code == 0)
    for code in [0, 1, 64, 66, 69, 70, 73, 75, 76, 77, 124, 129, 130, 143] {
      let listed = run.output.split(separator: "\n").contains {
        $0.split(separator: " ").first.map(String.init) == String(code)
      }
      #expect(listed, "\(code) is not listed")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsKnowEveryCommandAndFlag(shell: String) async throws {
    let run = try await Gate.run(
      ["--generate-completion-script", shell], in: try TemporaryFolder())
    #expect(run.code == 0)
    for word in [
      "wait", "demo", "simulate", "start-timeout", "token-file", "summary", "rate-limited",
      "buildkite",
    ] {
      #expect(run.output.contains(word))
    }
  }

  @Test func versionSaysWhatWasBuiltFromWhatForWhat() async throws {
    let run = try await Gate.run(["--version"], in: try TemporaryFolder())
    #expect(run.code == 0)
    let form = #/publish-gate \d+(\.\d+){2} \((\S+|unknown revision), [a-z]+ \w+\)\n/#
    #expect(run.output.wholeMatch(of: form) != nil, "\(run.output)")
  }

  @Test func theReadmesFirstCommandPassesAndLeavesAReport() async throws {
    let folder = try TemporaryFolder()
    let run = try await Gate.run(
      ["demo", "--speed", "2"], environment: Gate.unhurried, in: folder)
    #expect(run.code == 0)
    // How many of its steps are seen depends on the machine: the first and the last one are.
    #expect(run.output.contains(" 0 %") && run.output.contains("100 %"))
    try await ReportCheck.expectValid(run.report, in: folder)
  }

  @Test func theDemoIgnoresTheAccountOfTheEnvironment() async throws {
    let account = ["KORE_BASE_URL": "https://kore.example", "KORE_JWT": "x y"]
    let run = try await Gate.run(
      ["demo", "--speed", "40"], environment: account.merging(Gate.unhurried) { $1 },
      in: try TemporaryFolder())
    #expect(run.code == 0)
  }

  @Test(arguments: [
    (["demo", "--scenario", "nonsense"], ["--scenario", "'nonsense'", "rate-limited"]),
    (["demo", "--speed", "0"], ["--speed", "'0'", "0.1 to 1000"]),
    (["simulate", "--port", "99999"], ["--port", "'99999'", "65535"]),
    (["simulate", "--scenario", ""], ["--scenario", "success"]),
  ])
  func badInputIsRefusedInOneSentence(arguments: [String], names: [String]) async throws {
    let run = try await Gate.run(arguments, in: try TemporaryFolder())
    #expect(run.code == 64)
    for name in names { #expect(run.errors.contains(name), "\(run.errors)") }
  }

  @Test func simulatePrintsTwoLinesThatPointAGateAtIt() async throws {
    let folder = try TemporaryFolder()
    let result = try await Subprocess.run(
      Gate.executable, arguments: ["simulate", "--port", "0", "--speed", "40"],
      environment: .only([:]), workingDirectory: FilePath(folder.path), input: .none,
      output: .sequence, error: .discarded
    ) { execution in
      var lines: [String] = []
      for try await line in execution.standardOutput.strings() {
        lines.append(line.trimmingCharacters(in: .newlines))
        if lines.count == 3 { break }
      }
      // The two lines are for a shell, so a shell is given them.
      let script =
        lines[1] + "\n" + lines[2].replacingOccurrences(of: "publish-gate", with: Gate.path)
      let shell = try await Subprocess.run(
        .path("/bin/sh"), arguments: ["-c", script],
        environment: .only(
          Gate.unhurried.merging(["PUBLISH_GATE_INITIAL_INTERVAL": "50ms"]) { $1 }),
        workingDirectory: FilePath(folder.path), output: .string(limit: 1 << 20),
        error: .discarded)
      try execution.send(signal: .terminate)
      return (shell.terminationStatus.code, shell.standardOutput)
    }
    #expect(result.closureResult.0 == 0, "\(result.closureResult.1)")
    #expect(result.terminationStatus.code == 0)
  }
}
