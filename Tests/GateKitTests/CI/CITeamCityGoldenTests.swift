import TestSupport
import Testing

@testable import GateKit

/// What TeamCity gets of each kind of run; `…` stands for the lines for people.
@Suite struct CITeamCityGoldenTests {
  @Test(arguments: CIScenario.allCases)
  func aRunInTeamCitysDialect(scenario: CIScenario) async throws {
    let outline = try await CIRendering(dialect: .teamcity).outline(of: scenario)
    #expect(outline == Self.expected[scenario])
  }

  private static let expected: [CIScenario: String] = [
    .success: #"""
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is inprogress at 40 %, 1 of 3 \#
    resources succeeded']
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is successful at 100 %, 3 of \#
    3 resources succeeded']
    …
    ##teamcity[buildStatus text='Publish of support-bot: passed, 3 of 3 resources passed']
    …
    """#,
    .failure: #"""
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is inprogress at 40 %, 1 of 3 \#
    resources succeeded']
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is failed at 66.6 %, 2 of 3 \#
    resources succeeded']
    …
    ##teamcity[buildProblem description='Publish of support-bot: failed: the publish failed: \#
    dialog |'Find: A, B|' failed: 50% of it; |[locked|], says |'Bob|' || |0x00E9. Mend what \#
    failed, then publish again.' identity='publish_gate_failed_support_bot']
    ##teamcity[buildStatus text='Publish of support-bot: failed, 2 of 3 resources passed']
    …
    """#,
    .partial: #"""
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is inprogress at 40 %, 1 of 3 \#
    resources succeeded']
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is successful at 100 %, 2 of \#
    3 resources succeeded']
    …
    ##teamcity[buildProblem description='Publish of support-bot: failed: the publish says \#
    successful, but dialog |'Find: A, B|' failed: locked. Mend what failed, then publish again; \#
    --allow-resource TYPE:NAME tolerates a resource.' identity='publish_gate_failed_support_bot']
    ##teamcity[buildStatus text='Publish of support-bot: failed, 2 of 3 resources passed']
    …
    """#,
    .never: #"""
    …
    ##teamcity[progressMessage 'Publish of support-bot: no fresh job yet: the server shows no \#
    publish of this bot']
    …
    ##teamcity[buildProblem description='Publish of support-bot: not found: no fresh job appeared \#
    within 5s: the server shows no publish of this bot. Check that the publish was started, and \#
    that --bot-id names the bot it was started for; --start-timeout gives it more time.' \#
    identity='publish_gate_not_found_support_bot']
    ##teamcity[buildStatus text='Publish of support-bot: not found']
    …
    """#,
    .flaky: #"""
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is inprogress at 40 %, 1 of 3 \#
    resources succeeded']
    …
    ##teamcity[progressMessage 'Publish of support-bot: the last request failed: HTTP 503: a  \#
    ::error::b']
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is successful at 100 %, 3 of \#
    3 resources succeeded']
    …
    ##teamcity[buildStatus text='Publish of support-bot: passed, 3 of 3 resources passed']
    …
    """#,
    .timedOut: #"""
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is inprogress at 40 %, 1 of 3 \#
    resources succeeded']
    …
    ##teamcity[buildProblem description='Publish of support-bot: timed out: the publish had not \#
    ended within 10s; it was last seen inprogress at 40 %, 1 of 3 resources succeeded. The \#
    publish may still end: look at the bot in Kore.ai. A longer --timeout waits longer.' \#
    identity='publish_gate_timed_out_support_bot']
    ##teamcity[buildStatus text='Publish of support-bot: timed out, 1 of 3 resources passed']
    …
    """#,
    .approval: #"""
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is inprogress at 40 %, 1 of 3 \#
    resources succeeded']
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is successful at 100 %, 3 of \#
    3 resources succeeded']
    …
    ##teamcity[buildStatus text='Publish of support-bot: passed, 3 of 3 resources passed']
    …
    """#,
    .tolerated: #"""
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is inprogress at 40 %, 1 of 3 \#
    resources succeeded']
    …
    ##teamcity[progressMessage 'Publish of support-bot: the publish is successful at 100 %, 2 of \#
    3 resources succeeded']
    …
    ##teamcity[buildStatus text='Publish of support-bot: passed, 2 of 3 resources passed']
    …
    """#,
  ]
}
