import TestSupport
import Testing

@testable import GateKit

/// What the scripted run looks like as a whole, so that a change to any line is seen.
@Suite struct JSONLogGoldenTests {
  @Test func theJSONLogOfARun() async throws {
    let run = try await ScriptedRun.play()
    let renderer = JSONRenderer(
      errorStyle: ANSIStyle(isOn: false), verbosity: .verbose,
      reportPath: "out/TEST-publish.xml")
    let policy = try ScriptedRun.settings.resources
    #expect(run.transcript(renderer, policy: policy) == Self.expected)
  }

  private static let expected = #"""
    out {"time":"2026-01-02T03:04:05.000Z","elapsed":0,"event":"started","bot":"st-1",\#
    "name":"support-bot","timeout":1800}
    out {"time":"2026-01-02T03:04:05.020Z","elapsed":0.02,"event":"request","number":1,\#
    "method":"GET","path":"/status","status":200,"duration":0.02,"bytes":100,"finding":"HTTP \#
    503: down  ::error::x","wait":0.5}
    out {"time":"2026-01-02T03:04:05.020Z","elapsed":0.02,"event":"retry","failure":"HTTP \#
    503: down  ::error::x","attempt":1,"wait":0.5}
    out {"time":"2026-01-02T03:04:05.540Z","elapsed":0.54,"event":"request","number":2,\#
    "method":"GET","path":"/status","status":200,"duration":0.02,"bytes":100,\#
    "finding":"successful","wait":2}
    out {"time":"2026-01-02T03:04:05.540Z","elapsed":0.54,"event":"waiting","reason":"the \#
    last job, ds-0, ended successful and was requested 2026-01-02T01:04:05.000Z, 2h before \#
    the gate started (accepted: 15m)"}
    out {"time":"2026-01-02T03:04:07.560Z","elapsed":2.56,"event":"request","number":3,\#
    "method":"GET","path":"/status","status":200,"duration":0.02,"bytes":100,\#
    "finding":"inprogress, 40 %","wait":2}
    out {"time":"2026-01-02T03:04:07.560Z","elapsed":2.56,"event":"job","job":"ds-1",\#
    "status":"inprogress","percentage":40,"requested":"2026-01-02T03:03:55.000Z",\#
    "succeeded":1,"total":4,"proof":"it is in progress"}
    out {"time":"2026-01-02T03:04:07.560Z","elapsed":2.56,"event":"progress","job":"ds-1",\#
    "status":"inprogress","percentage":40,"requested":"2026-01-02T03:03:55.000Z",\#
    "succeeded":1,"total":4,"changed":[{"type":"SETTINGS","name":"Settings","id":"se-1",\#
    "status":"succeeded","reason":null},{"type":"dialog","name":"Find Keyword","id":"dg-1",\#
    "status":"pending","reason":null},{"type":"smalltalk","name":"Small Talk","id":"sm-1",\#
    "status":"pending","reason":"busy"},{"type":"dialog","name":"Pay Bill","id":"dg-2",\#
    "status":"pending","reason":null}]}
    out {"time":"2026-01-02T03:04:09.580Z","elapsed":4.58,"event":"request","number":4,\#
    "method":"GET","path":"/status","status":200,"duration":0.02,"bytes":100,\#
    "finding":"inprogress, 40 %","wait":3}
    out {"time":"2026-01-02T03:04:09.580Z","elapsed":4.58,"event":"progress","job":"ds-1",\#
    "status":"inprogress","percentage":40,"requested":"2026-01-02T03:03:55.000Z",\#
    "succeeded":1,"total":4,"changed":[{"type":"dialog","name":"Find Keyword","id":"dg-1",\#
    "status":"in progress","reason":null},{"type":"smalltalk","name":"Small Talk","id":"sm-1",\#
    "status":"failed","reason":"busy"}]}
    out {"time":"2026-01-02T03:04:13.580Z","elapsed":8.58,"event":"heartbeat","state":"the \#
    publish is inprogress at 40 %, 1 of 4 resources succeeded"}
    out {"time":"2026-01-02T03:04:15.080Z","elapsed":10.08,"event":"request","number":5,\#
    "method":"GET","path":"/status","status":200,"duration":0.02,"bytes":100,\#
    "finding":"inprogress, 40 %","wait":4.5}
    out {"time":"2026-01-02T03:04:17.580Z","elapsed":12.58,"event":"heartbeat","state":"the \#
    publish is inprogress at 40 %, 1 of 4 resources succeeded"}
    out {"time":"2026-01-02T03:04:19.600Z","elapsed":14.6,"event":"request","number":6,\#
    "method":"GET","path":"/status","status":200,"duration":0.02,"bytes":100,\#
    "finding":"failed, 66.6 %","wait":null}
    out {"time":"2026-01-02T03:04:19.600Z","elapsed":14.6,"event":"progress","job":"ds-1",\#
    "status":"failed","percentage":66.66,"requested":"2026-01-02T03:03:55.000Z","succeeded":1,\#
    "total":4,"changed":[{"type":"dialog","name":"Find Keyword","id":"dg-1","status":"failed",\#
    "reason":"Bot is <locked> by \"b\\u{1B}[1mob\" ## [error]x"}]}
    out {"time":"2026-01-02T03:04:19.600Z","elapsed":14.6,"event":"ended","outcome":"failed",\#
    "exitCode":1,"reason":"the publish failed: dialog 'Find Keyword' failed: Bot is <locked> \#
    by \"b\\u{1B}[1mob\" ## [error]x (and 1 more)","advice":"Mend what failed, then publish \#
    again.","job":"ds-1","status":"failed","percentage":66.66,"passed":1,"total":4,\#
    "notPassed":[{"type":"dialog","name":"Find Keyword","id":"dg-1","status":"failed",\#
    "reason":"Bot is <locked> by \"b\\u{1B}[1mob\" ## [error]x"},{"type":"dialog","name":"Pay \#
    Bill","id":"dg-2","status":"pending","reason":null}],"requests":6,\#
    "report":"out/TEST-publish.xml"}
    err [00:14.6] error: the publish failed: dialog 'Find Keyword' failed: Bot is <locked> by \#
    "b\u{1B}[1mob" ## [error]x (and 1 more). Mend what failed, then publish again.

    """#
}
