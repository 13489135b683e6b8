import TestSupport
import Testing

@testable import GateKit

/// What GitLab and Buildkite get of each kind of run; `…` stands for the lines for people.
@Suite struct CISectionsGoldenTests {
  @Test(arguments: [
    (CIScenario.success, 1_767_323_047), (.failure, 1_767_323_047), (.partial, 1_767_323_047),
    (.never, 1_767_323_050), (.flaky, 1_767_323_047), (.timedOut, 1_767_323_055),
    (.approval, 1_767_323_047), (.tolerated, 1_767_323_047),
  ])
  func aRunInGitLabsDialect(scenario: CIScenario, end: Int) async throws {
    let erase = "\u{1B}[0K"
    let start = "section_start:1767323045:publish_gate_progress[collapsed=false]"
    #expect(
      try await CIRendering(dialect: .gitlab).outline(of: scenario)
        == "\(erase)\(start)\r\(erase)Publish of support-bot\n…\n"
        + "\(erase)section_end:\(end):publish_gate_progress\r\(erase)\n…")
  }

  @Test(arguments: [
    (CIScenario.success, "passed"), (.failure, "failed"), (.partial, "failed"),
    (.never, "not found"), (.flaky, "passed"), (.timedOut, "timed out"), (.approval, "passed"),
    (.tolerated, "passed"),
  ])
  func aRunInBuildkitesDialect(scenario: CIScenario, outcome: String) async throws {
    #expect(
      try await CIRendering(dialect: .buildkite).outline(of: scenario) == """
        --- Publish of support-bot
        …
        +++ Publish of support-bot: \(outcome)
        …
        """)
  }
}
