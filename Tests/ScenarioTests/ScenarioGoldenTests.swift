import GateKit
import KoreSimulator
import TestSupport
import Testing

/// Every scenario of the simulator in virtual time: the log in each CI's dialect and as JSON, the
/// report, the summary and the outputs.
///
/// `CommandTests` compares the built program with the same files.
@Suite struct ScenarioGoldenTests {
  @Test func everyScenarioOfTheCatalogHasAGoldenAndNoneIsLeftOver() throws {
    let names = Set(PlayedScenario.all.map(\.name))
    #expect(names == Set(Scenario.all.map(\.name)).union(["hostile"]))
    #expect(try Golden.names(in: "Scenarios") == names)
  }

  @Test(arguments: PlayedScenario.all)
  func isToldAsItsGoldenSays(_ scenario: PlayedScenario) async throws {
    let run = try await scenario.play()
    #expect(run.verdict.outcome.exitCode == scenario.code)
    let model = PlayedScenario.all.first { $0.name == scenario.model }
    var modelTranscript: Transcript?
    if let model { modelTranscript = Transcript(of: try await model.play(), model) }
    let golden = Transcript(of: run, scenario).golden(
      like: modelTranscript.map { (scenario.model ?? "", $0) })
    let path = "Scenarios/\(scenario.name)"
    if Golden.isUpdating { try golden.write(as: path) }
    let stored = try Golden(named: path)
    #expect(golden.parts.map(\.name) == stored.parts.map(\.name))
    for part in golden.parts { #expect(part.text == stored[part.name], "\(part.name)") }
  }

  /// A golden of a CI's log tells what is added to the lines for people, which therefore all stand.
  @Test(arguments: PlayedScenario.all, CIDialect.allCases)
  func aDialectOnlyAddsLines(_ scenario: PlayedScenario, dialect: CIDialect) async throws {
    let transcript = Transcript(of: try await scenario.play(), scenario)
    let changes = LineChanges.text(from: transcript.log(), to: transcript.log(dialect))
    for change in changes.split(separator: "\n") {
      #expect(change.hasPrefix("… ") || change.hasPrefix("+ "))
    }
  }
}
