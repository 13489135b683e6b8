import TestSupport

#if os(Linux)
  import Foundation
  import Subprocess
  import Testing

  #if canImport(System)
    import System
  #else
    import SystemPackage
  #endif

  /// The program with a foreign library in it, and without `/proc`: its flags hold, and files that
  /// never end hold nobody up.
  @Suite(.enabled(if: HostileLibrary.compiler != nil, "there is no C compiler"))
  struct HostileLibraryTests {
    /// `--require-live` is what makes it fail: without its flags the gate would say green.
    @Test func flagsHoldWhereTheEnvironmentWasChanged() async throws {
      let folder = try TemporaryFolder()
      let library = try await HostileLibrary.build(in: folder)
      let approval = ScenarioCase(scenario: "approval")
      let run = try await approval.play(
        ["--require-live"], environment: ["LD_PRELOAD": library], in: folder)
      #expect(run.code == 1)
    }

    @Test func argumentsThatCannotBeParsedAreQuotedToo() async throws {
      let folder = try TemporaryFolder()
      let library = try await HostileLibrary.build(in: folder)
      let run = try await Gate.run(
        ["--tiemout", "5m", "ünïcode"], environment: ["LD_PRELOAD": library], in: folder)
      #expect(run.code == 64)
      #expect(run.errors.contains("--tiemout"))
    }

    /// Dispatch looks into `/proc` once a second, and crashes where there is none; whatever happens,
    /// it is no run without the flags.
    @Test(.enabled(if: getuid() == 0, "only root may take /proc away"))
    func flagsHoldWithoutProc() async throws {
      let folder = try TemporaryFolder()
      let library = try await HostileLibrary.build(in: folder)
      let script = """
        umount -l /proc || exit 99
        for attempt in 1 2 3 4 5; do
          LD_PRELOAD='\(library)' "$GATE" -th; code=$?
          [ $code = 132 ] || exit $code
        done
        """
      let result = try await Subprocess.run(
        .path("/bin/sh"),
        arguments: ["-c", "unshare -m true || exit 99; unshare -m sh -c \"$SCRIPT\""],
        environment: .only([
          "GATE": Gate.path, "SCRIPT": script, "SWIFT_BACKTRACE": "enable=no",
        ]), workingDirectory: FilePath(folder.path), output: .discarded,
        error: .string(limit: 1 << 16))
      // A container may not be allowed to.
      guard result.terminationStatus.code != 99 else { return }
      #expect(result.terminationStatus.code == 64, "\(result.standardError)")
      #expect(result.standardError.contains("'-th' is not accepted"))
    }

    struct FileCase: Sendable, CustomTestStringConvertible {
      let arguments: [String]
      let environment: [String: String?]
      let activity: String

      var testDescription: String { "\(arguments) \(environment.keys.sorted())" }

      static let all = [
        FileCase(
          arguments: ["--token-file", "blocked"], environment: ["KORE_JWT": nil],
          activity: "reading the credentials"),
        FileCase(
          arguments: [],
          environment: [
            "KORE_JWT": nil, "KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET_FILE": "blocked",
          ], activity: "reading the credentials"),
        FileCase(
          arguments: ["--ca-file", "blocked"], environment: [:], activity: "reading blocked"),
      ]
    }

    @Test(arguments: FileCase.all)
    func aFileThatNeverEndsHearsASignal(_ each: FileCase) async throws {
      let folder = try TemporaryFolder()
      let library = try await HostileLibrary.build(in: folder)
      _ = try folder.write("never seen", to: "blocked")
      let lifeline = try Lifeline(in: folder)
      var environment = Gate.environment(port: 1).merging([
        "LD_PRELOAD": library, "HOSTILE_FILE": "\(folder.path)/blocked",
        "HOSTILE_PIPE": "\(folder.path)/lifeline",
      ]) { $1 }
      for (name, value) in each.environment { environment[name] = value }
      let result = try await Subprocess.run(
        Gate.executable, arguments: Arguments(each.arguments), environment: .only(environment),
        workingDirectory: FilePath(folder.path), input: .none, output: .string(limit: 1 << 16),
        error: .string(limit: 1 << 16)
      ) { execution in
        await lifeline.begins()
        // A report is there while the file is read.
        let report = folder.read("test-results/TEST-publish.xml")
        #expect(report?.contains("type=\"GateNotFinished\"") == true)
        try execution.send(signal: .terminate)
      }
      #expect(result.terminationStatus.code == 143)
      #expect(result.standardError.contains("stopped by SIGTERM while \(each.activity)"))
      let report = folder.read("test-results/TEST-publish.xml")
      #expect(report?.contains("type=\"Interrupted\"") == true)
    }
  }
#endif
