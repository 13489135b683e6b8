import TestSupport
import Testing

/// The built program as it finds itself in each CI, against a publish that ends well, one that does
/// not, and a server that means harm; the other scenarios are told to each CI in virtual time.
@Suite struct DialectGoldenTests {
  @Test(arguments: CIHost.allCases, ["success", "partial"])
  func aRunInEveryDialect(host: CIHost, scenario: String) async throws {
    let folder = try TemporaryFolder()
    let run = try await ScenarioCase(scenario: scenario)
      .play(environment: try host.environment(in: folder), in: folder)
    try Golden(named: "Scenarios/\(scenario)").expect(run, on: host, in: folder)
  }

  @Test(arguments: CIHost.allCases)
  func hostileNamesInEveryDialect(host: CIHost) async throws {
    let folder = try TemporaryFolder()
    let environment = try host.environment(in: folder)
    let run = try await ScriptedServer.with(bodies: HostileJob.bodies) { server in
      try await Gate.run(
        ["--allow-resource", "NL:*"],
        environment: Gate.environment(port: server.port).merging(environment) { $1 }, in: folder)
    }
    try await ReportCheck.expectValid(run.report, in: folder)
    for text in [run.output, run.errors] + host.files(in: folder).compactMap(\.text) {
      let folded = text.lowercased()
      for opening in ["##[", "##vso[", "##teamcity[", "[["] {
        #expect(!folded.contains("\(opening)pwned"))
      }
      for opening in ["::", "+++", "---", "~~~", "section_"] {
        #expect(!folded.split { $0.isNewline }.contains { $0.hasPrefix("\(opening)pwned") })
      }
      #expect(!text.contains("\u{1B}[31mred") && !text.unicodeScalars.contains("\u{202E}"))
    }
    for (_, text) in host.files(in: folder) { #expect(text?.contains("<img") == false) }
    try Golden(named: "Scenarios/hostile").expect(run, on: host, in: folder)
  }
}
