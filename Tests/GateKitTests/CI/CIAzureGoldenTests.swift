import TestSupport
import Testing

@testable import GateKit

/// What Azure Pipelines gets of each kind of run; `…` stands for the lines for people.
@Suite struct CIAzureGoldenTests {
  @Test(arguments: CIScenario.allCases)
  func aRunInAzuresDialect(scenario: CIScenario) async throws {
    let outline = try await CIRendering(dialect: .azure).outline(of: scenario)
    let lines = outline?.split(separator: "\n").filter { !$0.contains("task.setvariable") }
    #expect(lines?.joined(separator: "\n") == Self.expected[scenario])
  }

  private static let expected: [CIScenario: String] = [
    .success: #"""
    …
    ##vso[task.setprogress value=40;]Publish
    …
    ##vso[task.setprogress value=100;]Publish
    …
    …
    """#,
    .failure: #"""
    …
    ##vso[task.setprogress value=40;]Publish
    …
    ##vso[task.setprogress value=66;]Publish
    …
    ##vso[task.logissue type=error;]Publish of support-bot: dialog 'Find: A, B' failed: 50%AZP25 \#
    of it%3B [locked%5D, says 'Bob' | é
    …
    """#,
    .partial: #"""
    …
    ##vso[task.setprogress value=40;]Publish
    …
    ##vso[task.setprogress value=100;]Publish
    …
    ##vso[task.logissue type=error;]Publish of support-bot: dialog 'Find: A, B' failed: locked
    …
    """#,
    .never: #"""
    …
    ##vso[task.logissue type=error;]Publish of support-bot: not found: no fresh job appeared \#
    within 5s: the server shows no publish of this bot. Check that the publish was started, and \#
    that --bot-id names the bot it was started for%3B --start-timeout gives it more time.
    …
    """#,
    .flaky: #"""
    …
    ##vso[task.setprogress value=40;]Publish
    …
    ##vso[task.setprogress value=100;]Publish
    …
    …
    """#,
    .timedOut: #"""
    …
    ##vso[task.setprogress value=40;]Publish
    …
    ##vso[task.logissue type=error;]Publish of support-bot: timed out: the publish had not ended \#
    within 10s%3B it was last seen inprogress at 40 %AZP25, 1 of 3 resources succeeded. The \#
    publish may still end: look at the bot in Kore.ai. A longer --timeout waits longer.
    …
    """#,
    .approval: #"""
    …
    ##vso[task.setprogress value=40;]Publish
    …
    ##vso[task.setprogress value=100;]Publish
    …
    ##vso[task.logissue type=warning;]Publish of support-bot: dialog 'Find: A, B' succeeded, and \#
    awaits approval before it is live
    ##vso[task.complete result=SucceededWithIssues;]the publish was successful
    …
    """#,
    .tolerated: #"""
    …
    ##vso[task.setprogress value=40;]Publish
    …
    ##vso[task.setprogress value=100;]Publish
    …
    ##vso[task.logissue type=warning;]Publish of support-bot: smalltalk 'Small Talk' failed, \#
    tolerated by --allow-resource
    ##vso[task.complete result=SucceededWithIssues;]the publish was successful, but for 1 \#
    tolerated by --allow-resource
    …
    """#,
  ]

  @Test func theFactsAreVariables() async throws {
    let outline = try await CIRendering(dialect: .azure).outline(of: .failure)
    let lines = outline?.split(separator: "\n").filter { $0.contains("task.setvariable") }
    #expect(
      lines?.joined(separator: "\n") == """
        ##vso[task.setvariable variable=publishGateOutcome;isOutput=true;]failed
        ##vso[task.setvariable variable=publishGateExitCode;isOutput=true;]1
        ##vso[task.setvariable variable=publishGateJobId;isOutput=true;]ds-1
        ##vso[task.setvariable variable=publishGatePassed;isOutput=true;]2
        ##vso[task.setvariable variable=publishGateFailed;isOutput=true;]1
        ##vso[task.setvariable variable=publishGateTotal;isOutput=true;]3
        ##vso[task.setvariable variable=publishGateElapsedSeconds;isOutput=true;]2
        ##vso[task.setvariable variable=publishGateReport;isOutput=true;]out/TEST-publish.xml
        """)
  }
}
