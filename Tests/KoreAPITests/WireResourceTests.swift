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
  ])
  func findsTheReasonOfAFailure(_ members: String, _ reason: String?) throws {
    let resource = try #require(first(of: #"[{"status":"FAILED",\#(members)}]"#))
    #expect(resource.status == .failed)
    #expect(resource.reason == reason.map { ServerText($0) })
  }

  @Test func readsNoReasonOutOfASuccess() {
    let entry = #"[{"status":"SUCCESS","message":"Published","result":{"state":"published"}}]"#
    #expect(first(of: entry)?.reason == nil)
  }

  @Test func readsTheReasonOfARejection() {
    let entry = #"[{"status":"SUCCESS","result":{"state":"rejected","reason":"not yet"}}]"#
    #expect(first(of: entry)?.reason == ServerText("not yet"))
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
      first(of: #"[{"status":"DEPLOYING"}]"#)?.status == .unknown(ServerText("DEPLOYING")))
  }

  @Test func keepsAnEntryWhoseNameIsNotUnicode() {
    let resource = first(of: #"[{"name":"a\ud800b","resourceId":12,"status":"SUCCESS"}]"#)
    #expect(
      resource == Resource(id: ServerText("12"), type: nil, name: nil, status: .succeeded))
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
