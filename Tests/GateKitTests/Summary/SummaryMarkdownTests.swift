import TestSupport
import Testing

@testable import GateKit

@Suite struct SummaryMarkdownTests {
  private static func text(
    _ record: RunRecord, environment: ReportOrigin = .sample, report: String? = nil
  ) -> String {
    MarkdownSummary(of: record, origin: environment, reportPath: report).text
  }

  /// The lines of the tables, each with its cells.
  private static func rows(_ text: String) -> [[Substring]] {
    text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map { $0 }
    }
  }

  private static let hostile = RunRecord(telling: Event.hostileSamples)

  @Test func hostileTextNeitherAddsLinesNorCells() {
    let text = Self.text(Self.hostile, report: Hostile.line)
    #expect(Self.rows(text).count > 100)
    for row in Self.rows(text) { #expect(row.count == 2 || row.count == 4) }
    let ours = [
      "## ", "### ", "| ", "**What to do next:** ", "<details>", "<summary>", "</details>", "and ",
      "publish-gate ",
    ]
    for line in text.split(separator: "\n").dropFirst(2) {
      #expect(ours.contains { line.hasPrefix($0) }, "\(line.prefix(80))")
      #expect(line.harm == nil)
    }
    #expect(text.firstMatch(of: /<(?!details>|summary>|\/details>|\/summary>)/) == nil)
  }

  @Test(arguments: Outcome.all)
  func theHeadingSaysTheVerdictInAWordAndASign(outcome: Outcome) throws {
    let record = RunRecord(
      seeing: .sample(), ending: Verdict(outcome, "because", advice: "Do it."))
    let text = Self.text(record)
    let badge = OutcomeBadge(outcome: outcome)
    let heading = "## \(badge.sign) \(badge.word): publish of support-bot"
    #expect(text.hasPrefix("\(heading)\n\nBecause.\n\n"))
    #expect(text.contains("\n**What to do next:** Do it.\n"))
    #expect(text.contains("| Exit code | \(outcome.exitCode) (\(outcome.name)) |\n"))
    #expect((badge.kind == .good) == (outcome == .passed))
  }

  @Test func everyVerdictHasAWordOfItsOwn() {
    let words = (Outcome.all + [nil]).map { OutcomeBadge(outcome: $0).word }
    #expect(Set(words).count == words.count - 2, "the three interruptions share one")
    #expect(Set(OutcomeBadge.Kind.allCases.map(\.rawValue)).count == 4)
  }

  @Test func whatFailedComesFirstAndTheRestIsCounted() throws {
    let statuses = ["SUCCESS", "PENDING", "FAILED", "INPROGRESS", "SKIPPED", "ABORTED"]
    let resources = (0..<600).map { index in
      Resource.sample("dialog", "D\(index)", status: statuses[index % 6])
    }
    let text = Self.text(RunRecord(seeing: .sample("failed", resources: resources)))
    let rows = Self.rows(text).filter { $0.count == 4 }.dropFirst(2)
    #expect(rows.count == 200)
    #expect(rows.prefix(100).allSatisfy { $0[2] == " ❌ failed " })
    #expect(rows.dropFirst(100).allSatisfy { $0[2] == " ❓ unknown " })
    #expect(
      text.contains(
        "### Resources: 100 failed, 100 unknown, 100 not ended, 200 not attempted, 100 passed\n"))
    #expect(text.contains("\nand 400 more: 100 not ended, 200 not attempted, 100 passed\n"))
  }

  @Test func everyStateHasAPlaceInTheOrder() {
    #expect(Assessment.byUrgency.count == 7)
    #expect(Set(Assessment.byUrgency.map(\.word)).count == 7)
    #expect(Set(Assessment.byUrgency.map(\.sign)).count == 7)
  }

  @Test func theTimelineHasItsFirstAndItsLastNotes() {
    let notes = (1...3_000).map { number in
      Event.sample(
        .retrying(RequestFailure(.connection, "no \(number)."), attempt: number, wait: .zero),
        at: .seconds(number))
    }
    let end = Event.sample(.ended(Verdict(.unreachable, "gone")), at: .seconds(4_000))
    let text = Self.text(RunRecord(telling: notes + [end]))
    #expect(text.contains("<summary>Timeline (3001)</summary>"))
    #expect(text.contains("| … | 2901 more are left out here |"))
    #expect(text.contains("| 00:01.0 | attempt 1 failed: no 1.; next in 0ms |"))
    #expect(text.contains("| 1:06:40.0 | unreachable: gone |\n\n</details>\n\n"))
    #expect(text.ranges(of: "attempt ").count == 99)
  }

  /// GitHub refuses a step's summary above 1 MiB.
  @Test(arguments: ["@a", "か", "x "])
  func isNeverTooLong(piece: String) throws {
    let text = String(repeating: piece, count: 20_000)
    let resource = Resource.sample(
      text, text, status: "FAILED", id: text, reason: text, state: text)
    let resources = Array(repeating: resource, count: 1_000)
    let failure = RequestFailure(.connection, text, serverMessage: UntrustedText(text))
    let retries = Array(
      repeating: Event.sample(.retrying(failure, attempt: 1, wait: .zero)), count: 500)
    let job = PublishJob.sample(id: text, "failed", resources: resources)
    let events =
      retries + [
        .sample(.progressed(job, [])), .sample(.ended(Verdict(.failed, text, advice: text))),
      ]
    let summary = Self.text(RunRecord(telling: events), report: text)
    #expect(summary.utf8.count <= MarkdownSummary.byteLimit)
    #expect(summary.hasPrefix("## ❌ Failed: publish of support-bot\n\n"))
    #expect(summary.contains("| Exit code | 1 (failed) |"))
    let rows = Self.rows(summary)
    let shown = rows.count { $0.count == 4 } - 2
    #expect((10...200).contains(shown))
    #expect(summary.contains("\nand \(1_000 - shown) more: \(1_000 - shown) failed\n"))
    let last = try #require(rows.last)
    #expect(last.count == 2 && last[1].hasPrefix(" failed: "))
    #expect(summary.contains("\n</details>\n\npublish-gate 1.0.0 · "))
  }

  @Test func aRunWithoutAnythingIsStillASummary() async throws {
    #expect(
      Self.text(RunRecord(telling: [])) == """
        ## ⏳ Not finished: publish of support-bot

        The gate had not finished when this was written; no answer yet.

        **What to do next:** The gate was killed, or is still running: look at its log.

        | Fact | Value |
        | --- | --- |
        | Bot | support-bot (st-1) |
        | Job | none seen |
        | Elapsed | 0ms |
        | Requests | 0 |
        | Exit code | none yet |

        publish-gate 1.0.0 · server https:/&#8203;/kore.test · runner runner-7 · started \
        2026-01-02 03:04:05 UTC

        """)
    let usage = Self.text(try await SummarySample.usage.record())
    #expect(usage.hasPrefix("## ❌ Wrong usage\n\n&#45;-timeout: "))
    #expect(!usage.contains("| Bot "))
  }

  @Test func theSummaryOfARun() async throws {
    let run = try await ScriptedRun.play()
    let record = RunRecord(telling: run.story, policy: try ScriptedRun.settings.resources)
    #expect(Self.text(record, report: "out/TEST-publish.xml") == Self.expected)
  }

  private static let expected = #"""
    ## ❌ Failed: publish of support-bot

    The publish failed: dialog 'Find Keyword' failed: Bot is &#60;locked&#62; by \#
    "b&#92;u&#123;1B&#125;&#91;1mob" &#35;&#35; &#91;error&#93;x (and 1 more).

    **What to do next:** Mend what failed, then publish again.

    | Fact | Value |
    | --- | --- |
    | Bot | support-bot (st-1) |
    | Job | ds-1 |
    | Requested | 2026-01-02 03:03:55 UTC |
    | Status | failed |
    | Percentage | 66.6 % |
    | Resources | 1 of 4 passed |
    | Elapsed | 15s |
    | Requests | 6 (1 failed) |
    | Exit code | 1 (failed) |
    | Report | out/TEST-publish.xml |

    ### Resources: 1 failed, 1 not attempted, 1 tolerated, 1 passed

    | Type | Name | State | Reason |
    | --- | --- | --- | --- |
    | dialog | Find Keyword | ❌ failed | Bot is &#60;locked&#62; by \#
    "b&#92;u&#123;1B&#125;&#91;1mob" &#35;&#35; &#91;error&#93;x |
    | dialog | Pay Bill | ➖ not attempted |  |
    | smalltalk | Small Talk | ⚠️ tolerated | failed, tolerated by --allow-resource: busy |
    | SETTINGS | Settings | ✅ passed |  |

    <details>
    <summary>Timeline (7)</summary>

    | Elapsed | What happened |
    | --- | --- |
    | 00:00.0 | attempt 1 failed: HTTP 503: down  ::&#8203;error::x; next in 500ms |
    | 00:00.5 | no fresh job yet: the last job, ds-0, ended successful and was requested \#
    2026-01-02T01:04:05.000Z, 2h before the gate started (accepted: 15m) |
    | 00:02.6 | watching job ds-1: it is in progress |
    | 00:02.6 | inprogress 40 %, 1 of 4 resources succeeded, now SETTINGS 'Settings' |
    | 00:04.6 | inprogress 40 %, 1 of 4 resources succeeded; in progress: dialog \#
    'Find Keyword'; failed: smalltalk 'Small Talk' |
    | 00:14.6 | failed 66.6 %, 1 of 4 resources succeeded; failed: dialog 'Find Keyword' |
    | 00:14.6 | failed: the publish failed: dialog 'Find Keyword' failed: Bot is \#
    &#60;locked&#62; by "b&#92;u&#123;1B&#125;&#91;1mob" &#35;&#35; &#91;error&#93;x (and 1 \#
    more) |

    </details>

    publish-gate 1.0.0 · server https:/&#8203;/kore.test · runner runner-7 · started \#
    2026-01-02 03:04:05 UTC

    """#
}
