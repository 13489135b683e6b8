import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The built program, run as a user runs it.
enum Gate {
  /// The folder of the build's programs, beside the test bundle.
  static var folder: URL {
    #if os(Linux)
      Bundle.main.bundleURL
    #else
      // The main bundle is the runner's; the tests are a bundle that it has loaded.
      Bundle(for: TemporaryFolder.self).bundleURL.deletingLastPathComponent()
    #endif
  }

  /// Where the program is.
  static var path: String { folder.appendingPathComponent("publish-gate").path }

  static var executable: Executable { .path(FilePath(path)) }

  /// Runs to the end and collects what came out.
  ///
  /// - Parameter environment: is made when the run begins, which may be long after the call.
  static func run(
    _ arguments: [String], environment: @autoclosure () throws -> [String: String] = [:],
    in folder: TemporaryFolder
  ) async throws -> ProgramRun {
    let (result, environment) = try await GateSlots.shared.run {
      let environment = try environment()
      let result = try await Subprocess.run(
        executable, arguments: Arguments(arguments), environment: .only(environment),
        workingDirectory: FilePath(folder.path), output: .string(limit: 4 << 20),
        error: .string(limit: 4 << 20))
      return (result, environment)
    }
    return ProgramRun(
      code: result.terminationStatus.code, output: result.standardOutput,
      errors: result.standardError, in: folder, environment: environment)
  }

  /// The token of ``environment(port:bot:)``, long enough to be looked for in every output.
  static let token = "eyJ0ZXN0cyI6InNlY3JldCJ9.dG9rZW4tb2YtdGhlLXRlc3Rz.c2lnbmF0dXJl"

  /// What a run against a server on this machine needs, with waits for tests.
  static func environment(port: Int, bot: String = "st-demo") -> [String: String] {
    [
      "KORE_BASE_URL": "http://127.0.0.1:\(port)", "KORE_BOT_ID": bot, "KORE_JWT": token,
      "PUBLISH_GATE_INITIAL_INTERVAL": "20ms", "PUBLISH_GATE_MAX_INTERVAL": "20ms",
    ].merging(unhurried) { $1 }
  }

  /// Limits that no run reaches, however busy the machine is.
  static let unhurried = [
    "PUBLISH_GATE_TIMEOUT": "30m", "PUBLISH_GATE_START_TIMEOUT": "10m",
    "PUBLISH_GATE_CONTACT_TIMEOUT": "10m", "PUBLISH_GATE_REQUEST_TIMEOUT": "10m",
  ]
}

/// What a run left behind.
struct ProgramRun {
  /// The exit code, or 128 and the number of the signal that killed it.
  let code: Int32
  private(set) var output: String
  private(set) var errors: String

  /// Nil when there is none.
  private(set) var report: String?

  /// A limit that was longer than the one that is to be seen, and that one.
  private var longerLimit: (limit: String, shown: String)?

  private let lines: [Substring]

  /// Takes in what came out, and looks through all of it for the secrets of the environment.
  init(
    code: Int32, output: String, errors: String, in folder: TemporaryFolder,
    environment: [String: String]
  ) {
    self.code = code
    self.output = output
    self.errors = errors
    report = folder.read("test-results/TEST-publish.xml")
    let isMasking = environment["GITHUB_ACTIONS"] == "true"
    lines = (output + errors + folder.found).split(separator: "\n")
      .filter { !isMasking || !$0.hasPrefix("::add-mask::") }
    expectToHide(
      ["KORE_JWT", "KORE_CLIENT_SECRET"].compactMap { environment[$0] }.filter { $0.count >= 8 })
  }

  /// Looks for secrets in all that came out, but for the lines that tell GitHub to mask them.
  func expectToHide(_ secrets: [String]) {
    for secret in secrets {
      #expect(!lines.contains { $0.contains(secret) }, "a secret came out")
    }
  }

  /// The run as if a limit had been another one.
  func showing(_ limit: String, as shown: String) -> ProgramRun {
    var run = self
    run.longerLimit = (limit, shown)
    run.output = run.normal(output)
    run.errors = run.normal(errors)
    run.report = report.map(run.normal)
    return run
  }

  /// A text that the run left behind, with the limit that is to be seen.
  func normal(_ text: String) -> String {
    guard let longerLimit, longerLimit.limit != longerLimit.shown else { return text }
    let form = "\\b\(longerLimit.limit)\\b"
    return text.replacingOccurrences(
      of: form, with: longerLimit.shown, options: .regularExpression)
  }

  /// Looks through the same for all that gives a secret away: pieces, other cases and encodings.
  func expectNoTrace(of secret: String) {
    let judge = SecretJudge(secret)
    for line in lines {
      let trace = judge.trace(in: String(line))
      #expect(trace == nil, "a secret came out: \(line)")
    }
    // What was broken up by line ends.
    let trace = judge.trace(in: lines.joined(separator: "\n"))
    #expect(trace == nil, "a secret came out in pieces")
  }

  var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }
}

extension TerminationStatus {
  var code: Int32 {
    switch self {
    case .exited(let code): code
    case .signaled(let signal): 128 + signal
    }
  }
}

extension Environment {
  /// Nothing of this process's environment but the path.
  static func only(_ values: [String: String]) -> Environment {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let all = ["PATH": path].merging(values) { $1 }
    return .custom(
      Dictionary(
        uniqueKeysWithValues: all.map { (Environment.Key(stringLiteral: $0.key), $0.value) }))
  }
}
