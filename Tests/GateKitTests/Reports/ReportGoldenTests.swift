import TestSupport
import Testing

@testable import GateKit

/// What the scripted run looks like as a whole, so that a change to any line is seen.
@Suite struct ReportGoldenTests {
  @Test func theReportOfARun() async throws {
    let run = try await ScriptedRun.play()
    let record = RunRecord(telling: run.story, policy: try ScriptedRun.settings.resources)
    #expect(JUnitReport(of: record, origin: .sample).xml == Self.expected)
  }

  private static let expected = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
      <testsuite id="0" package="" name="publish.support-bot" tests="5" failures="2" \#
    errors="0" skipped="2" time="14.600" timestamp="2026-01-02T03:04:05" hostname="runner-7">
        <properties>
          <property name="publish.bot" value="st-1"></property>
          <property name="publish.server" value="https://kore.test"></property>
          <property name="publish.job" value="ds-1"></property>
          <property name="publish.status" value="failed"></property>
          <property name="publish.percentage" value="66.66"></property>
          <property name="publish.requested" value="2026-01-02T03:03:55.000Z"></property>
          <property name="gate.outcome" value="failed"></property>
          <property name="gate.exitCode" value="1"></property>
          <property name="gate.requests" value="6"></property>
          <property name="gate.version" value="1.0.0"></property>
        </properties>
        <testcase classname="publish.Gate" name="Publish" time="14.600"><failure \#
    message="failed: the publish failed: dialog 'Find Keyword' failed: Bot is &lt;locked&gt; \#
    by &quot;b\u{1B}[1mob&quot; ## [error]x (and 1 more)" type="PublishFailed">failed: the \#
    publish failed: dialog 'Find Keyword' failed: Bot is &lt;locked&gt; by \#
    &quot;b\u{1B}[1mob&quot; ## [error]x (and 1 more)
    Mend what failed, then publish again.
    Job ds-1, last seen failed at 66.6 %, 1 of 4 resources succeeded.</failure></testcase>
        <testcase classname="publish.Settings" name="Settings" time="0.000"></testcase>
        <testcase classname="publish.Dialog" name="Find Keyword" time="0.000"><failure \#
    message="dialog 'Find Keyword' failed: Bot is &lt;locked&gt; by &quot;b\u{1B}[1mob&quot; \#
    ## [error]x" type="ResourceFailed">dialog 'Find Keyword' failed: Bot is &lt;locked&gt; by \#
    &quot;b\u{1B}[1mob&quot; ## [error]x
    Resource id: dg-1
    Status: failed</failure></testcase>
        <testcase classname="publish.Smalltalk" name="Small Talk" time="0.000"><skipped \#
    message="smalltalk 'Small Talk' failed, tolerated by --allow-resource: busy">smalltalk \#
    'Small Talk' failed, tolerated by --allow-resource: busy
    Resource id: sm-1
    Status: failed</skipped></testcase>
        <testcase classname="publish.Dialog" name="Pay Bill" time="0.000"><skipped \#
    message="dialog 'Pay Bill' was never attempted">dialog 'Pay Bill' was never attempted
    Resource id: dg-2
    Status: pending</skipped></testcase>
        <system-out></system-out>
        <system-err></system-err>
      </testsuite>
    </testsuites>

    """#
}
