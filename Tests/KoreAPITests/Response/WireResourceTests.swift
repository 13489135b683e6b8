import GateKit
import Testing

@testable import KoreAPI

@Suite struct WireResourceTests {
  @Test(arguments: [
    (#""message":"m","msg":"n""#, "m"),
    (#""msg":"m""#, "m"),
    (#""error":"m""#, "m"),
    (#""error":{"msg":"m","code":4}"#, "m"),
    (#""error":{"message":"m"}"#, "m"),
    (#""errors":["m","n"]"#, "m; n"),
    (#""errors":[{"msg":"m"},7,null,{"message":"n"},{}]"#, "m; n"),
    (#""errors":"m""#, "m"),
    (#""reason":"m""#, "m"),
    (#""statusMessage":"m""#, "m"),
    (#""message":"","error":null,"errors":[],"reason":{},"statusMessage":"m""#, "m"),
    (#""message":7,"result":{"errors":[{"msg":"m"}]}"#, "m"),
    (#""result":{"error":{"error":{"message":"m"}}}"#, "m"),
    (#""result":[{"message":"m"}]"#, "m"),
    (#""result":"m""#, "m"),
    (#""result":"","message":"m\ud800""#, nil),
    (#""result":{"nodes":[{"message":"of the dialog"}]}"#, nil),
    (#""result":{"state":"published"}"#, nil),
    (#""modules":{"message":"of the modules"}"#, nil),
    (#""errMsg":"m""#, "m"),
    (#""errMsg":"m","error":"E42""#, "m"),
    (#""error":["m","n"]"#, "m; n"),
    (#""error":[{"errMsg":"m"},{"title":"n"}]"#, "m; n"),
    (#""error":true,"title":"m""#, "m"),
    (#""validation":["m",{"message":"n"}]"#, "m; n"),
    (#""statusLogs":[{"taskType":"Dialog","status":"failed","errMsg":"m"},{"status":"x"}]"#, "m"),
    (#""title":"Mortgage","result":{"message":"m"}"#, "m"),
    (#""title":"Mortgage","statusLogs":[{"message":"m"}]"#, "m"),
    (#""title":"m""#, "m"),
    (#""result":{"errMsg":"m"}"#, "m"),
    (#""result":{"error":["m"]}"#, "m"),
    (#""result":{"title":"m"}"#, "m"),
    (#""result":{"validation":[{"msg":"m"}]}"#, "m"),
    (#""result":{"statusLogs":["m"]}"#, "m"),
  ])
  func findsTheReasonOfAFailure(_ members: String, _ reason: String?) throws {
    let resource = try #require(first(of: #"[{"status":"FAILED",\#(members)}]"#))
    #expect(resource.status == .failed)
    #expect(resource.reason == reason.map { UntrustedText($0) })
  }

  @Test func readsNoReasonOutOfASuccess() {
    #expect(first(of: #"[{"status":"SUCCESS","result":"Published"}]"#)?.reason == nil)
    let entry = #"[{"status":"SUCCESS","message":"Published","result":{"state":"published"}}]"#
    #expect(first(of: entry)?.reason == nil)
  }

  @Test(arguments: ["errMsg", "error", "errors", "title", "validation", "statusLogs"])
  func readsNoReasonOutOfASuccess(_ member: String) {
    for state in ["published", "awaitingApproval"] {
      let entry =
        #"[{"status":"SUCCESS","\#(member)":"m","result":{"state":"\#(state)","\#(member)":"m"}}]"#
      #expect(first(of: entry)?.reason == nil)
    }
  }

  @Test(arguments: ["failed", "FAILURE", "error"])
  func readsTheReasonOfASuccessWhoseResultFailed(_ state: String) {
    let entry = #"[{"status":"SUCCESS","result":{"state":"\#(state)","errMsg":"m"}}]"#
    #expect(first(of: entry)?.liveState == .failed)
    #expect(first(of: entry)?.reason == UntrustedText("m"))
  }

  @Test(arguments: [
    (#""status":"FAILED","status":"SUCCESS""#, "status"),
    (#""status":"SUCCESS","status":"FAILED""#, "status"),
    (#""status":"SUCCESS","status":"SUCCESS""#, "status"),
    (#""status":"SUCCESS","\u0073tatus":"FAILED""#, "status"),
    (#""status":"SUCCESS","status":null"#, "status"),
    (#""result":{"state":"failed"},"status":"SUCCESS","result":{"state":"published"}"#, "result"),
    (#""result":null,"status":"SUCCESS","result":null"#, "result"),
    (#""resourceId":"a","status":"SUCCESS","resourceId":"b""#, "resourceId"),
    (#""resourceType":"a","status":"SUCCESS","resourceType":"b""#, "resourceType"),
    (#""name":"a","status":"SUCCESS","name":"b""#, "name"),
    (#""status":"SUCCESS","result":{"state":"failed","state":"published"}"#, "state"),
    (#""status":"SUCCESS","result":{"state":"published","\u0073\u0074ate":"published"}"#, "state"),
  ])
  func takesAnEntryThatContradictsItselfForOneThatDidNotPass(_ members: String, _ name: String) {
    let resource = first(of: "[{\(members)}]")
    #expect(resource?.status == .unknown(nil))
    #expect(resource?.reason == UntrustedText("the entry names '\(name)' twice"))
    #expect(resource?.id == nil && resource?.type == nil && resource?.name == nil)
  }

  @Test(arguments: [
    ("{}", "{}"), (#"["failed"]"#, #"["failed"]"#), ("true", "true"), ("7", "7"),
    (#""\ud800""#, #""\ud800""#), (#"{"state" : "failed"}"#, #"{"state" : "failed"}"#),
  ])
  func takesAStateThatIsNoWordForAnUnknownOne(_ state: String, _ shown: String) {
    let resource = first(of: #"[{"status":"SUCCESS","result":{"state":\#(state)}}]"#)
    #expect(resource?.status == .succeeded)
    #expect(resource?.liveState == .other(UntrustedText(shown)))
  }

  @Test func readsNoStateOutOfANull() {
    let resource = first(of: #"[{"status":"SUCCESS","result":{"state":null}}]"#)
    #expect(resource?.status == .succeeded && resource?.liveState == nil)
  }

  @Test func takesAResultWithANameThatIsNotUnicodeForOneThatDidNotPass() {
    let resource = first(of: #"[{"status":"SUCCESS","result":{"\ud800":1,"state":"failed"}}]"#)
    #expect(resource?.status == .unknown(nil))
  }

  @Test func keepsAsMuchOfAReasonAsAReportShows() throws {
    let long = String(repeating: "é", count: 1_000_000)
    let reason = try #require(first(of: #"[{"status":"FAILED","message":"\n\#(long)"}]"#)?.reason)
    #expect(reason.sanitized().unicodeScalars.count == UntrustedText.keptScalars)
    #expect(reason.sanitized().hasPrefix(" éé"))
  }

  @Test func readsTheReasonOfARejection() {
    let entry = #"[{"status":"SUCCESS","result":{"state":"rejected","reason":"not yet"}}]"#
    #expect(first(of: entry)?.reason == UntrustedText("not yet"))
    #expect(first(of: entry)?.liveState == .rejected)
  }

  @Test(arguments: [
    "null", "7", "true", #""SETTINGS""#, "[]", #"[{"status":"SUCCESS"}]"#, "{}",
    #"{"status":null}"#, #"{"status":{"status":"SUCCESS"}}"#, #"{"status":"SUCCESS","\udc00":1}"#,
    #"{"status":"\udc00"}"#,
  ])
  func keepsAnEntryThatCannotBeReadAsOneThatDidNotPass(_ entry: String) throws {
    let resources = try #require(
      shownResources(
        in: #"[{"name":"a","status":"SUCCESS"},\#(entry),{"name":"b","status":"FAILED"}]"#))
    #expect(resources.map(\.status) == [.succeeded, .unknown(nil), .failed])
  }

  @Test func readsAnUnknownWordAsOne() {
    #expect(
      first(of: #"[{"status":"DEPLOYING"}]"#)?.status == .unknown(UntrustedText("DEPLOYING")))
  }

  @Test func keepsAnEntryWhoseNameIsNotUnicode() {
    let resource = first(of: #"[{"name":"a\ud800b","resourceId":12,"status":"SUCCESS"}]"#)
    #expect(
      resource == Resource(id: UntrustedText("12"), type: nil, name: nil, status: .succeeded))
  }

  @Test func doesNotDescendIntoReasonsWithoutEnd() {
    let depth = 200
    let entry =
      String(repeating: #"{"error":"#, count: depth) + #""m""#
      + String(repeating: "}", count: depth)
    let resource = first(of: #"[{"status":"FAILED","error":\#(entry)}]"#)
    #expect(resource?.status == .failed)
    #expect(resource?.reason == nil)
  }

  @Test func countsANullSummaryAsMissing() throws {
    let job = try #require(shownJob(in: #"{"_id":"1","statusSummary":null}"#))
    #expect(job.resources == nil)
  }

  @Test(arguments: ["{}", #""none""#, "7"])
  func doesNotCountASummaryThatIsNoListAsAnEmptyOne(_ summary: String) throws {
    let job = try #require(shownJob(in: #"{"_id":"1","statusSummary":\#(summary)}"#))
    #expect(job.resources?.map(\.status) == [.unknown(nil)])
  }

  @Test func keepsAnEmptySummary() {
    #expect(shownResources(in: "[]") == [])
  }

  private func first(of summary: String) -> Resource? { shownResources(in: summary)?.first }

  private func shownResources(in summary: String) -> [Resource]? {
    shownJob(in: #"{"_id":"1","statusSummary":\#(summary)}"#)?.resources
  }
}
