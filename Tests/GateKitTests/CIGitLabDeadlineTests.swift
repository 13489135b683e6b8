import Testing

@testable import GateKit

@Suite struct CIGitLabDeadlineTests {
  private static func wait(_ timeout: String?, startedAgo: Duration?) -> Duration? {
    var environment: [String: String] = [:]
    environment["CI_JOB_TIMEOUT"] = timeout
    environment["CI_JOB_STARTED_AT"] = startedAgo == nil ? nil : "started"
    return GitLabDeadline.longestWait(environment: environment, now: VirtualRun.start) { text in
      #expect(text == "started")
      return startedAgo.map { VirtualRun.start - $0 }
    }
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
    let wait = GitLabDeadline.longestWait(environment: environment, now: VirtualRun.start) { _ in
      nil
    }
    #expect(wait == nil)
  }

  @Test func thePipelinesCreationIsTheDefaultSince() {
    let environment = ["CI_PIPELINE_CREATED_AT": "created"]
    let read = { (text: String) in text == "created" ? VirtualRun.start : nil }
    #expect(
      GitLabDeadline.pipelineCreated(environment: environment, parsing: read) == VirtualRun.start)
    #expect(GitLabDeadline.pipelineCreated(environment: [:], parsing: read) == nil)
    let malformed = ["CI_PIPELINE_CREATED_AT": "soon"]
    #expect(GitLabDeadline.pipelineCreated(environment: malformed, parsing: read) == nil)
  }
}
