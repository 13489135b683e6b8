import TestSupport
import Testing

@testable import GateKit

/// What GitHub gets of each kind of run; `…` stands for the lines for people.
@Suite struct CIGitHubGoldenTests {
  @Test(arguments: CIScenario.allCases)
  func aRunInGitHubsDialect(scenario: CIScenario) async throws {
    let outline = try await CIRendering(dialect: .github).outline(of: scenario)
    #expect(outline == Self.expected[scenario])
  }

  private static let expected: [CIScenario: String] = [
    .success: #"""
    ::group::Publish of support-bot
    …
    ::endgroup::
    …
    """#,
    .failure: #"""
    ::group::Publish of support-bot
    …
    ::endgroup::
    ::error title=Publish of support-bot::dialog 'Find: A, B' failed: 50%25 of it; [locked], says \#
    'Bob' | é
    …
    """#,
    .partial: #"""
    ::group::Publish of support-bot
    …
    ::endgroup::
    ::error title=Publish of support-bot::dialog 'Find: A, B' failed: locked
    …
    """#,
    .never: #"""
    ::group::Publish of support-bot
    …
    ::endgroup::
    ::error title=Publish of support-bot::not found: no fresh job appeared within 5s: the server \#
    shows no publish of this bot. Check that the publish was started, and that --bot-id names the \#
    bot it was started for; --start-timeout gives it more time.
    …
    """#,
    .flaky: #"""
    ::group::Publish of support-bot
    …
    ::endgroup::
    …
    """#,
    .timedOut: #"""
    ::group::Publish of support-bot
    …
    ::endgroup::
    ::error title=Publish of support-bot::timed out: the publish had not ended within 10s; it was \#
    last seen inprogress at 40 %25, 1 of 3 resources succeeded. The publish may still end: look \#
    at the bot in Kore.ai. A longer --timeout waits longer.
    …
    """#,
    .approval: #"""
    ::group::Publish of support-bot
    …
    ::endgroup::
    ::warning title=Publish of support-bot::dialog 'Find: A, B' succeeded, and awaits approval \#
    before it is live
    …
    """#,
    .tolerated: #"""
    ::group::Publish of support-bot
    …
    ::endgroup::
    ::warning title=Publish of support-bot::smalltalk 'Small Talk' failed, tolerated by \#
    --allow-resource
    …
    """#,
  ]
}
