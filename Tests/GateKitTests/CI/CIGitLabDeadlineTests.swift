import TestSupport
import Testing

@testable import GateKit

@Suite struct CIGitLabDeadlineTests {
  private static func wait(_ timeout: String?, startedAgo: Duration?) -> Duration? {
    var environment: [String: String] = [:]
    environment["CI_JOB_TIMEOUT"] = timeout
    environment["CI_JOB_STARTED_AT"] = startedAgo.map { (VirtualRun.start - $0).iso8601 }
    return GitLab.waitLimit(environment: environment, now: VirtualRun.start)
  }

  @Test(arguments: [
    ("3600", Duration.zero, Duration.seconds(3_570)),
    ("3600", .seconds(600), .seconds(2_970)),
    ("300", .seconds(100), .seconds(170)),
    ("100", .seconds(10), .seconds(80)),
    ("60", .milliseconds(1_500), .milliseconds(52_500)),
    // The server's clock is ahead of the runner's.
    ("3600", .seconds(-90), .seconds(3_570)),
    // Too late for anything but one answer.
    ("3600", .seconds(3_570), .seconds(1)),
    ("3600", .seconds(86_400), .seconds(1)),
    ("999999999", .zero, .seconds(999_999_969)),
  ])
  func leavesTimeForTheReport(timeout: String, startedAgo: Duration, expected: Duration) {
    #expect(Self.wait(timeout, startedAgo: startedAgo) == expected)
  }

  @Test(arguments: [nil, "", "0", "-60", "+60", "1h", "60.5", " 60", "٦٠", "1000000000"])
  func isUnknownWithoutATimeout(timeout: String?) {
    #expect(Self.wait(timeout, startedAgo: .zero) == nil)
  }

  @Test func isUnknownWithoutAStart() {
    #expect(Self.wait("3600", startedAgo: nil) == nil)
    let environment = ["CI_JOB_TIMEOUT": "3600", "CI_JOB_STARTED_AT": "yesterday"]
    #expect(GitLab.waitLimit(environment: environment, now: VirtualRun.start) == nil)
  }

  private static func times(
    _ dialect: CIDialect, _ variables: [String: String]
  ) throws -> GateSettings {
    var settings = GateSettings(bot: try BotReference(parsing: "st-1"))
    settings.limits.total = .seconds(600)
    dialect.readTimes(of: variables, now: VirtualRun.start, into: &settings)
    return settings
  }

  @Test func thePipelinesCreationIsTheDefaultSince() throws {
    let created = VirtualRun.start.iso8601
    let settings = try Self.times(.gitlab, ["CI_PIPELINE_CREATED_AT": created])
    #expect(settings.freshness.pipelineCreated == VirtualRun.start)
    #expect(try Self.times(.gitlab, [:]).freshness.pipelineCreated == nil)
    let malformed = try Self.times(.gitlab, ["CI_PIPELINE_CREATED_AT": "soon"])
    #expect(malformed.freshness.pipelineCreated == nil)
  }

  @Test(arguments: [("300", Duration.seconds(270)), ("3600", .seconds(600))])
  func theDeadlineOnlyComesSooner(timeout: String, expected: Duration) throws {
    let variables = [
      "CI_JOB_TIMEOUT": timeout, "CI_JOB_STARTED_AT": VirtualRun.start.iso8601,
    ]
    let limits = try Self.times(.gitlab, variables).limits
    #expect(limits.total == expected)
    #expect(limits.shortenedBy == (timeout == "300" ? "CI_JOB_TIMEOUT" : nil))
    #expect(try Self.times(.github, variables).limits.total == .seconds(600))
  }
}
