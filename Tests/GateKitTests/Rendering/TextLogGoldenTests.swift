import TestSupport
import Testing

@testable import GateKit

/// What the scripted run looks like as a whole, so that a change to any line is seen.
@Suite struct TextLogGoldenTests {
  @Test func theTextLogOfARun() async throws {
    let run = try await ScriptedRun.play()
    let renderer = TextRenderer(
      style: ANSIStyle(isOn: false), errorStyle: ANSIStyle(isOn: false), verbosity: .verbose,
      reportPath: "out/TEST-publish.xml")
    let policy = try ScriptedRun.settings.resources
    #expect(run.transcript(renderer, policy: policy) == Self.expected)
  }

  private static let expected = #"""
    out [00:00.0] waiting for the publish of support-bot (st-1), at most 30m
    out [00:00.0] request 1: GET /status, HTTP 200, 20ms, 100 bytes; HTTP 503: down  \#
    ::error::x; next in 500ms
    out [00:00.0] retry 1: HTTP 503: down  ::error::x; next attempt in 500ms
    out [00:00.5] request 2: GET /status, HTTP 200, 20ms, 100 bytes; successful; next in 2s
    out [00:00.5] no fresh job yet: the last job, ds-0, ended successful and was requested \#
    2026-01-02T01:04:05.000Z, 2h before the gate started (accepted: 15m)
    out [00:02.6] request 3: GET /status, HTTP 200, 20ms, 100 bytes; inprogress, 40 %; next \#
    in 2s
    out [00:02.6] watching job ds-1, requested 2026-01-02T03:03:55.000Z: it is in progress
    out [00:02.6] inprogress 40 %, 1 of 4 resources succeeded, now SETTINGS 'Settings'
    out [00:04.6] request 4: GET /status, HTTP 200, 20ms, 100 bytes; inprogress, 40 %; next \#
    in 3s
    out [00:04.6] inprogress 40 %, 1 of 4 resources succeeded; in progress: dialog 'Find \#
    Keyword'
    out [00:04.6] - smalltalk 'Small Talk' failed, tolerated by --allow-resource: busy
    out [00:08.6] still inprogress at 40 %, 1 of 4 resources succeeded
    out [00:10.1] request 5: GET /status, HTTP 200, 20ms, 100 bytes; inprogress, 40 %; next \#
    in 4.5s
    out [00:12.6] still inprogress at 40 %, 1 of 4 resources succeeded
    out [00:14.6] request 6: GET /status, HTTP 200, 20ms, 100 bytes; failed, 66.6 %; no \#
    further request
    out [00:14.6] failed 66.6 %, 1 of 4 resources succeeded
    out [00:14.6] x dialog 'Find Keyword' failed: Bot is <locked> by "b\u{1B}[1mob" ## [error]x
    out [00:14.6] x dialog 'Pay Bill' was never attempted
    err [00:14.6] error: the publish failed: dialog 'Find Keyword' failed: Bot is <locked> by \#
    "b\u{1B}[1mob" ## [error]x (and 1 more). Mend what failed, then publish again.
    out [00:14.6] failed: the publish failed: dialog 'Find Keyword' failed: Bot is <locked> \#
    by "b\u{1B}[1mob" ## [error]x (and 1 more) | 1 of 4 resources passed, 15s, 6 requests, \#
    report out/TEST-publish.xml, exit code 1

    """#
}
