import TestSupport
import Testing

@testable import GateKit

@Suite struct RunOutputsTests {
  @Test(arguments: [
    (CIScenario.success, ["passed", "0", "ds-1", "3", "0", "3", "2"]),
    (.failure, ["failed", "1", "ds-1", "2", "1", "3", "2"]),
    (.partial, ["failed", "1", "ds-1", "2", "1", "3", "2"]),
    (.never, ["not-found", "66", "", "0", "0", "0", "5"]),
    (.flaky, ["passed", "0", "ds-1", "3", "0", "3", "3"]),
    (.timedOut, ["timed-out", "124", "ds-1", "1", "0", "3", "10"]),
    (.approval, ["passed", "0", "ds-1", "3", "0", "3", "2"]),
    (.tolerated, ["passed", "0", "ds-1", "2", "0", "3", "2"]),
  ])
  func tellHowARunEnded(scenario: CIScenario, values: [String]) async throws {
    let outputs = RunOutputs(of: try await scenario.record(), reportPath: "out/a b.xml").all
    #expect(outputs.map(\.value) == values + ["out/a b.xml"])
  }

  private static func gitHubOutputs(of record: RunRecord, reportPath: String?) -> String {
    let files = CIDialect.github.files(
      for: record, reportPath: reportPath, environment: ["GITHUB_OUTPUT": "outputs"]
    ) { "" }
    guard case .append(let lines, path: "outputs") = files.first else { return "" }
    return lines
  }

  @Test func areWrittenInGitHubsForm() async throws {
    let record = try await CIScenario.never.record()
    #expect(
      Self.gitHubOutputs(of: record, reportPath: "out/a b.xml") == """
        outcome=not-found
        exit-code=66
        job-id=
        passed=0
        failed=0
        total=0
        elapsed-seconds=5
        report=out/a b.xml

        """)
  }

  @Test func areWrittenInGitLabsForm() async throws {
    let record = try await CIScenario.never.record()
    #expect(
      GitLab.dotenv(of: record, reportPath: "out/TEST-publish.xml") == """
        PUBLISH_GATE_OUTCOME=not-found
        PUBLISH_GATE_EXIT_CODE=66
        PUBLISH_GATE_JOB_ID=
        PUBLISH_GATE_PASSED=0
        PUBLISH_GATE_FAILED=0
        PUBLISH_GATE_TOTAL=0
        PUBLISH_GATE_ELAPSED_SECONDS=5
        PUBLISH_GATE_REPORT=out/TEST-publish.xml

        """)
  }

  @Test func tellThatARunGoesOn() {
    let outputs = RunOutputs(of: RunRecord(seeing: .sample()), reportPath: nil).all
    #expect(outputs.prefix(2).map(\.value) == ["running", ""])
    #expect(outputs.last?.value == "")
  }

  @Test(arguments: Outcome.all)
  func nameAnOutcomeInOneWord(outcome: Outcome) {
    #expect(outcome.word.wholeMatch(of: #/[a-z]+(-[a-z]+)*/#) != nil)
  }

  @Test(arguments: Hostile.texts.indices)
  func holdNothingThatAFileFormatOrAShellActsOn(index: Int) {
    let text = Hostile.texts[index]
    let job = PublishJob.sample(id: text, "failed", resources: Hostile.resources)
    let record = RunRecord(seeing: job, ending: Verdict(.failed, text, advice: text))
    let outputs = Self.pairs(Self.gitHubOutputs(of: record, reportPath: text))
    let dotenv = Self.pairs(GitLab.dotenv(of: record, reportPath: text))
    let names = [
      "outcome", "exit-code", "job-id", "passed", "failed", "total", "elapsed-seconds", "report",
    ]
    #expect(outputs.map(\.key) == names)
    #expect(
      dotenv.map(\.key)
        == names.map { "PUBLISH_GATE_" + $0.uppercased().replacing("-", with: "_") })
    for pair in outputs.dropLast() + dotenv.dropLast() {
      #expect(pair.value.wholeMatch(of: #/[A-Za-z0-9._-]{0,128}/#) != nil)
    }
    #expect([text, ""].contains(outputs.last?.value))
    #expect(outputs.allSatisfy { $0.value.harm == nil })
    #expect(dotenv.allSatisfy { !$0.value.contains(where: \.isWhitespace) })
  }

  /// Lines as GitLab's `ParseDotenvArtifactService` reads them.
  private static func pairs(_ text: String) -> [(key: String, value: String)] {
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.popLast()?.isEmpty == true)
    return lines.map { line in
      let end = line.firstIndex(of: "=") ?? line.endIndex
      return (String(line[..<end]), String(line[end...].dropFirst()))
    }
  }

  @Test(arguments: ["a", "か", "a b"], [10, 300, 100_000])
  func fitIntoWhatGitLabTakes(piece: String, count: Int) {
    let text = String(repeating: piece, count: count)
    let record = RunRecord(
      seeing: .sample(id: text, "failed"), ending: Verdict(.reportNotWritten, text))
    let dotenv = GitLab.dotenv(of: record, reportPath: text)
    #expect(dotenv.utf8.count <= 5 * 1_024)
    let isKept = piece == "a" && count < 1_024 || piece == "か" && count < 340
    #expect(dotenv.hasSuffix("PUBLISH_GATE_REPORT=\(isKept ? text : "")\n"))
  }
}
