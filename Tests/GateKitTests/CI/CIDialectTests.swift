import TestSupport
import Testing

@testable import GateKit

@Suite struct CIDialectTests {
  @Test(arguments: [
    (["GITHUB_ACTIONS": "true"], CIDialect.github),
    (["GITLAB_CI": "true"], .gitlab),
    (["TF_BUILD": "True"], .azure),
    (["TEAMCITY_VERSION": "2025.07 (build 1)"], .teamcity),
    (["BUILDKITE": "true"], .buildkite),
    (["CI": "true", "JENKINS_URL": "https://jenkins.test"], .none),
    (["GITHUB_ACTIONS": "", "GITLAB_CI": "false"], .none),
    (["GITHUB_ACTIONS": "false", "BUILDKITE": "true"], .buildkite),
    ([:], .none),
  ])
  func isDetectedFromTheEnvironment(environment: [String: String], expected: CIDialect) {
    #expect(CIDialect.detect(environment: environment) == expected)
  }

  @Test func everyDialectButNoneIsDetected() {
    let variables = ["GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "TEAMCITY_VERSION", "BUILDKITE"]
    let found = variables.map { CIDialect.detect(environment: [$0: "true"]) }
    #expect(Set(found) == Set(CIDialect.allCases).subtracting([.none]))
  }

  @Test(arguments: CIDialect.allCases, CIScenario.allCases)
  func quietSaysNothingOfTheProgress(dialect: CIDialect, scenario: CIScenario) async throws {
    let run = try await scenario.play()
    let policy = try scenario.settings().resources
    let quiet = CIRendering(dialect: dialect, verbosity: .quiet)
    let progress = try #require(quiet.lines(for: run.events, policy: policy))
    #expect(!progress.contains { $0.isOwn })
    let names = try #require(quiet.lines(for: run.story, policy: policy))
      .filter(\.isOwn).compactMap { CICommand.read($0.line.text, by: dialect)?.name }
    switch dialect {
    case .none, .gitlab, .buildkite: #expect(names.isEmpty)
    case .github: #expect(Set(names).isSubset(of: ["error", "warning"]))
    case .azure: #expect(names.contains("task.setvariable"))
    case .teamcity: #expect(names.last == "buildStatus")
    }
    let problems: Set = ["error", "buildProblem", "task.logissue"]
    let tellsProblem = names.contains { problems.contains($0) }
    let canTell = [.github, .azure, .teamcity].contains(dialect)
    if run.verdict.outcome != .passed, canTell { #expect(tellsProblem) }
  }

  @Test(arguments: CIDialect.allCases)
  func whatWasNotOpenedIsNotClosed(dialect: CIDialect) {
    let end = Event.sample(.ended(Verdict(.reportNotWritten, "no report")))
    let names = CIRendering(dialect: dialect).lines(for: [end])?.filter(\.isOwn)
      .compactMap { CICommand.read($0.line.text, by: dialect)?.name }
    #expect(names?.contains { ["endgroup", "end"].contains($0) } == false)
  }

  @Test(arguments: CIDialect.allCases)
  func theLastLineIsForPeople(dialect: CIDialect) async throws {
    let run = try await CIScenario.failure.play()
    let lines = try #require(CIRendering(dialect: dialect).lines(for: run.story))
    let last = try #require(lines.last)
    #expect(!last.isOwn)
    #expect(last.line.text.contains("exit code 1"))
    #expect(lines.filter(\.isOwn).allSatisfy { $0.line.stream == .standardOutput })
  }

  @Test func announcesASummaryForAzure() throws {
    let files = CIDialect.azure.files(
      for: RunRecord(seeing: .sample()), reportPath: nil,
      environment: ["AGENT_TEMPDIRECTORY": "/a;b]%"]
    ) { "# Passed" }
    let name = "publish-gate-summary-support-bot.md"
    let command = "##vso[task.uploadsummary]/a%3Bb%5D%AZP25/\(name)"
    #expect(
      files == [
        .write(
          "# Passed", path: "/a;b]%/\(name)",
          announcement: OutputLine(.standardOutput, command))
      ])
  }

  @Test func gitHubGetsASummaryAndOutputsWhereItNamesFiles() {
    func files(_ environment: [String: String]) -> [CIFile] {
      CIDialect.github.files(
        for: RunRecord(seeing: .sample()), reportPath: nil, environment: environment
      ) { "# Passed" }
    }
    #expect(files(["GITHUB_STEP_SUMMARY": "s"]) == [.append("\n# Passed", path: "s")])
    #expect(files(["GITHUB_STEP_SUMMARY": "", "GITHUB_OUTPUT": "o"]).count == 1)
    #expect(files([:]).isEmpty)
  }

  @Test(arguments: Outcome.all)
  func buildkiteHasAStyleForEachOutcome(outcome: Outcome) {
    let record = RunRecord(seeing: .sample(), ending: Verdict(outcome, "because"))
    let program = CIDialect.buildkite.program(for: record) { "# Summary" }
    guard outcome.name != "interrupted" else {
      #expect(program == nil)
      return
    }
    let style = program?.arguments.dropFirst(2).first ?? ""
    #expect(["success", "warning", "error"].contains(style) && program?.input == "# Summary")
    #expect((style == "success") == (outcome == .passed))
  }

  @Test(arguments: CIDialect.allCases)
  func onlyGitHubIsToldOfSecrets(dialect: CIDialect) {
    let command = dialect.maskingCommand(for: Secret("a%b\nc"))
    #expect(command == (dialect == .github ? "::add-mask::a%25b%0Ac" : nil))
  }

  @Test(arguments: Outcome.all)
  func aBuildProblemHasAnIdentityThatStays(outcome: Outcome) throws {
    guard outcome != .passed else { return }
    let names = ["support-bot=st-1", "support-bot=st-2", String(repeating: "9.", count: 60)]
    let identities = try names.map { name in
      let bot = try BotReference(parsing: name)
      let record = RunRecord(bot: bot, startedAt: VirtualRun.start, policy: ResourcePolicy())
      let line = try #require(
        CIRendering(dialect: .teamcity).whole
          .lines(for: .sample(.ended(Verdict(outcome, name))), in: record).first)
      return try #require(CICommand.read(line.text, by: .teamcity)?.properties["identity"])
    }
    for identity in identities {
      #expect(identity.count <= 60)
      #expect(identity.wholeMatch(of: #/[a-z][A-Za-z0-9_]*/#) != nil)
    }
    #expect(identities[0] == identities[1])
    #expect(identities[0] != identities[2])
  }
}
