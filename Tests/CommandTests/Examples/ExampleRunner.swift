import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Runs the two steps of an example one after the other, as its CI does, in one folder.
struct ExampleRunner {
  private let pipeline: ExamplePipeline
  private let folder: TemporaryFolder

  init(_ pipeline: ExamplePipeline) throws {
    self.pipeline = pipeline
    folder = try TemporaryFolder()
  }

  func publish(port: Int) async throws -> ProgramRun {
    try await run(try pipeline.publish(at: Self.server(port)), port: port)
  }

  /// The gate, with what the publish step handed over.
  ///
  /// - Parameter startTimeout: how long it waits for a fresh job.
  func gate(port: Int, startTimeout: String = "10m") async throws -> ProgramRun {
    let outputs = folder.read("outputs") ?? ""
    let since = outputs.split(separator: "\n").first { $0.hasPrefix("since=") }?.dropFirst(6)
    return try await run(
      try pipeline.gate(at: Self.server(port), since: since.map(String.init) ?? "", isTried: false),
      port: port,
      Self.variables(folder.read("since.env") ?? "").merging([
        "PUBLISH_GATE_START_TIMEOUT": startTimeout
      ]) { $1 })
  }

  /// The gate against a simulator of its own, without any credentials.
  func tryGate() async throws -> ProgramRun {
    let reserved = try ReservedPort()
    defer { withExtendedLifetime(reserved) {} }
    return try await run(
      try pipeline.gate(at: "https://kore.example", since: "", isTried: true), port: nil,
      Gate.unhurried.merging(["TRY": "true", "TRY_PORT": "\(reserved.port)"]) { $1 })
  }

  /// What the example collects is there.
  func expectReports() async throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/test-results")
    #expect(names.count == 1)
    try await ReportCheck.expectValid(
      folder.read("test-results/\(names.first ?? "")"), in: folder)
    switch pipeline {
    case .gitLab:
      #expect(folder.read("publish-summary.html")?.contains("<svg") == true)
      fallthrough
    case .gitLabComponent:
      #expect(folder.read("publish-gate.env")?.contains("PUBLISH_GATE_OUTCOME=passed\n") == true)
    case .gitLabMatrix: break
    case .gitHub, .gitHubMatrix:
      #expect(folder.read("outputs")?.contains("outcome=passed\n") == true)
      #expect(folder.read("summary.md")?.isEmpty == false)
    }
  }

  private static func server(_ port: Int) -> String { "http://127.0.0.1:\(port)" }

  /// The variables of a dotenv report.
  private static func variables(_ text: String) -> [String: String] {
    let pairs = text.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1) }
    return Dictionary(pairs.map { (String($0[0]), String($0.last ?? "")) }) { $1 }
  }

  /// - Parameter port: the server that the CI's variables name, or nil for none.
  private func run(
    _ step: Example, port: Int?, _ more: [String: String] = [:]
  ) async throws -> ProgramRun {
    var environment = step.environment
    environment.merge(pipeline.variables(in: folder)) { $1 }
    if let port { environment.merge(Gate.environment(port: port)) { $1 } }
    environment.merge(more) { $1 }
    environment["PATH"] =
      Gate.folder.path + ":"
      + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    let shell = pipeline.shell(running: try folder.write(step.script, to: "script"))
    let result = try await GateSlots.shared.run { [environment] in
      try await Subprocess.run(
        .name(shell[0]), arguments: Arguments(Array(shell.dropFirst())),
        environment: .only(environment), workingDirectory: FilePath(folder.path),
        output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    }
    return ProgramRun(
      code: result.terminationStatus.code, output: result.standardOutput,
      errors: result.standardError, in: folder, environment: environment)
  }
}

extension ExamplePipeline {
  /// What the CI itself puts into the environment.
  fileprivate func variables(in folder: TemporaryFolder) -> [String: String] {
    if isGitLab {
      let created = Date(timeIntervalSinceNow: -3_600).ISO8601Format()
      return ["GITLAB_CI": "true", "CI_PIPELINE_ID": "1", "CI_PIPELINE_CREATED_AT": created]
    }
    return [
      "GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "1", "RUNNER_TEMP": folder.path,
      "GITHUB_OUTPUT": "\(folder.path)/outputs", "GITHUB_STEP_SUMMARY": "\(folder.path)/summary.md",
    ]
  }

  /// How the CI runs a script.
  ///
  /// Sources: https://gitlab.com/gitlab-org/gitlab-runner/-/blob/main/shells/bash.go,
  /// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
  fileprivate func shell(running file: String) -> [String] {
    switch self {
    case .gitLab, .gitLabMatrix, .gitLabComponent:
      ["bash", "-c", "set -eo pipefail; set +o noclobber; : | eval \"$(cat '\(file)')\""]
    case .gitHub: ["sh", "-e", file]
    case .gitHubMatrix: ["bash", "--noprofile", "--norc", "-eo", "pipefail", file]
    }
  }
}
