import TestSupport
import Testing

/// A run that never began, without a CI and in each: a malformed flag, a flag that does not exist,
/// no token, and a report that cannot be written.
@Suite struct RefusalGoldenTests {
  private static let refusals = [
    "timeout": ["--timeout", "0"], "unknown-flag": ["--tiemout", "5m"],
    "token-file": ["--token-file", "none"], "junit": ["--junit", "a/file"],
  ]

  @Test func everyRefusalHasAGoldenAndNoneIsLeftOver() throws {
    #expect(try Golden.names(in: "Refusals") == Set(Self.refusals.keys))
  }

  @Test(arguments: refusals.keys.sorted())
  func isToldAsItsGoldenSays(name: String) async throws {
    let plain = try await refuse(name)
    let gitHub = try await refuse(name, on: .github)
    let outputs =
      try #require(gitHub.files["outputs"]).split(separator: "\n")
      .joined(separator: " ") + "\n"
    let summary = String(try #require(gitHub.files["summary.md"]).dropFirst())
    var dialects: [(String, String)] = []
    for host in CIHost.allCases {
      let run = try await refuse(name, on: host)
      #expect(run.code == plain.code && run.report == plain.report, "\(host)")
      let expected = host.files(summary: summary, outputs: outputs, code: run.code)
      #expect(host.fileNames.map { run.files[$0] } == expected, "\(host)")
      dialects.append((host.rawValue, run.log))
    }
    var golden = Golden()
    golden.add("exit code", "\(plain.code)\n")
    golden.add(plainLog: plain.log, colored: plain.log, dialects: dialects, outputs: outputs)
    golden.add("report", plain.report)
    golden.add("summary", summary)
    let path = "Refusals/\(name)"
    if Golden.isUpdating { try golden.write(as: path) }
    let stored = try Golden(named: path)
    #expect(golden.parts.map(\.name) == stored.parts.map(\.name))
    for part in golden.parts { #expect(part.text == stored[part.name], "\(part.name)") }
  }

  /// What a refused run left behind, but for what differs from run to run.
  private struct Refused {
    let code: Int32
    let log: String
    let report: String
    let files: [String: String]
  }

  private func refuse(_ name: String, on host: CIHost? = nil) async throws -> Refused {
    let folder = try TemporaryFolder()
    var environment = try host?.environment(in: folder) ?? [:]
    environment["KORE_BOT_ID"] = "st-demo"
    if name == "junit" { try folder.write("no folder", to: "a") }
    // The only mistake is the one of the case.
    if name != "token-file" { environment["KORE_JWT"] = Gate.token }
    let run = try await Gate.run(
      try #require(Self.refusals[name]), environment: environment, in: folder)
    let errors = run.errors.split(separator: "\n").map { "err \($0)\n" }.joined()
    let files = host?.files(in: folder).compactMap { file in
      file.text.map { (file.name, Golden.steady($0)) }
    }
    return Refused(
      code: run.code, log: Golden.withoutDimTimes(Golden.steady(run.output + errors)),
      report: Golden.steady(run.report ?? "none\n"),
      files: Dictionary(uniqueKeysWithValues: files ?? []))
  }
}
