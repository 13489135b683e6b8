import GateKit
import Testing

@testable import KoreAPI

@Suite struct WireDocumentTests {
  @Test func readsTheDocumentationsSample() throws {
    let job = try #require(shownJob(in: Samples.successful))
    #expect(job.id == ServerText("ds-4a1b3e3d-7f55-5d80-acc6-7066e5cxxxxx"))
    #expect(job.streamID == ServerText("st-a86a6717-340b-5830-a8b6-13b4aebxxxxx"))
    #expect(job.status == .successful)
    #expect(job.percentage == 100)
    #expect(job.requestedTime?.iso8601 == "2022-07-29T08:04:48.731Z")
    #expect(
      job.resources == [
        resource("SETTINGS", "SETTINGS", "Settings"), resource("CHANNELS", "CHANNELS", "Channels"),
        resource("NL", "NL", "Natural Language"),
        resource("AUTOVERSIONING", "AUTOVERSIONING", "Creating New Version"),
      ])
  }

  @Test func readsTheLargeSample() throws {
    let resources = try #require(shownJob(in: Samples.large)?.resources)
    #expect(resources.map(\.status) == Array(repeating: .succeeded, count: 5))
    #expect(resources.map(\.liveState) == [nil, nil, .published, .published, .awaitingApproval])
    #expect(resources.allSatisfy { $0.reason == nil })
  }

  @Test(arguments: ["{}", "[]", "null", "", " \r\n\t", "\u{FEFF}", " { } ", "\u{FEFF}[ ]"])
  func seesNoJob(in body: String) {
    #expect(result(body) == .success(.noJob))
  }

  @Test(arguments: [
    (#"[{"_id":"ds-1"}]"#, "a JSON array instead of a publish status"),
    ("[null]", "a JSON array instead of a publish status"),
    ("7", "a JSON number instead of a publish status"),
    ("true", "a JSON boolean instead of a publish status"),
    (#""queued""#, "a JSON string instead of a publish status"),
    (
      #"{"x":1}"#,
      "a JSON object without _id, status and statusSummary instead of a publish status"
    ),
    (
      #"{"_id":null,"status":null,"statusSummary":null}"#,
      "a JSON object without _id, status and statusSummary instead of a publish status"
    ),
    (#"{"\ud800":1,"_id":"ds-1"}"#, "JSON with a name or a text that is not Unicode"),
    (#""\ud800""#, "JSON with a name or a text that is not Unicode"),
    ("<!DOCTYPE html><p>Hello", "an HTML page instead of JSON"),
    ("<form>Password:", "an HTML page instead of JSON, which looks like a login page"),
    ("hello", "a body that is not JSON"),
    (#"{"_id":"ds-1",}"#, "a body that is not JSON (from byte 15 on)"),
    (#"{"_id":"ds-1""#, "JSON that breaks off after 13 bytes"),
    (#"{"_id":"ds-1"}{"_id":"ds-1"}"#, "a body that is not JSON (from byte 15 on)"),
    ("{\"_id\":\"ds-1\"}\0", "a body that is not UTF-8"),
  ])
  func namesWhatItSawInstead(_ body: String, _ what: String) throws {
    let failure = try #require(shownFailure(body))
    #expect(failure.kind == .notAStatus)
    #expect(failure.summary.hasPrefix("HTTP 200 with \(what)"))
  }

  @Test(
    arguments: [
      Array(#"{"_id":"ds-1","x":""#.utf8) + [0xFF] + Array(#""}"#.utf8),
      "{\"_id\":\"ds-1\"}".utf16.flatMap { [UInt8($0), 0] },
      "{\"_id\":\"ds-1\"}".utf16.flatMap { [0, UInt8($0)] },
      [0xFF, 0xFE] + "{}".utf16.flatMap { [UInt8($0), 0] },
      [0xED, 0xA0, 0x80],
    ] as [[UInt8]])
  func refusesOtherEncodingsThanUTF8(_ bytes: [UInt8]) {
    #expect(
      result(bytes)
        == .failure(RequestFailure(.notAStatus, "HTTP 200 with a body that is not UTF-8")))
  }

  @Test func survivesAnyNesting() {
    for opening in ["[", #"{"a":"#, #"[{"_id":"#] {
      let failure = shownFailure(String(repeating: opening, count: 100_000))
      #expect(failure?.summary == "HTTP 200 with JSON nested more than 512 deep")
    }
    let nested = String(repeating: "[", count: 511) + String(repeating: "]", count: 511)
    #expect(shownJob(in: #"{"_id":"1","x":\#(nested)}"#) != nil)
  }

  @Test func treatsMembersOfUnexpectedTypesAsAbsent() throws {
    let job = try #require(
      shownJob(
        in: """
          {"_id":{},"streamId":["st"],"status":1,"percentageComplete":true,"requestedTime":{},
           "statusSummary":null,"modules":7}
          """))
    #expect(
      job
        == PublishJob(
          id: nil, streamID: nil, status: .unknown(nil), percentage: nil, requestedTime: nil,
          resources: nil))
  }

  @Test(arguments: [
    ("7", "7"), ("-1", "-1"), (#""ds-1""#, "ds-1"), (#""""#, nil), ("null", nil), ("1.5", nil),
    ("[]", nil), (#""a\ud800""#, nil),
  ])
  func readsAnID(_ json: String, _ expected: String?) throws {
    let job = try #require(shownJob(in: #"{"status":"failed","_id":\#(json)}"#))
    #expect(job.id == expected.map { ServerText($0) })
  }

  @Test(arguments: [
    ("50", 50), ("50.5", 50.5), (#""50""#, 50), (#""50.5""#, 50.5), (#""half""#, nil),
    ("-3", 0), ("1e9", 100), ("1e400", nil), (#""nan""#, nil), (#""inf""#, nil), ("null", nil),
  ])
  func readsAPercentage(_ json: String, _ expected: Double?) throws {
    let job = try #require(shownJob(in: #"{"_id":"1","percentageComplete":\#(json)}"#))
    #expect(job.percentage == expected)
  }

  @Test(arguments: [
    (#""2022-07-29T08:04:48.731Z""#, 1_659_081_888_731), (#""yesterday""#, nil),
    ("1659081888731", 1_659_081_888_731), ("1659081888731.9", 1_659_081_888_731),
    ("1e300", nil), ("-1e300", nil), ("99999999999999999999", nil), ("true", nil),
    (#""+275760-09-13T00:00:00Z""#, nil),
  ])
  func readsATime(_ json: String, _ expected: Int64?) throws {
    let job = try #require(shownJob(in: #"{"_id":"1","requestedTime":\#(json)}"#))
    #expect(job.requestedTime?.millisecondsSinceEpoch == expected)
  }

  @Test func skipsAResultOfSixtyMegabytes() throws {
    let document = Array(
      #"{"_id":"1","statusSummary":[{"name":"a","status":"SUCCESS","result":{"state":"published","#
        .utf8)
    let body =
      document + Array(#""nodes":""#.utf8) + Array(repeating: 0x78, count: 60_000_000)
      + Array(#""}}]}"#.utf8)
    let job = try #require(shownJob(in: result(body)))
    #expect(job.resources?.first?.liveState == .published)
  }

  @Test(
    arguments: [
      (#"{"errors":[{"msg":"You've exceeded the per-minute rate limit."}]}"#, .rateLimited),
      (#"{"errors":[{"msg":"Invalid StreamId","code":4002}]}"#, .unknownBot),
      (#"{"message":"Invalid StreamId"}"#, .unknownBot),
      (#"{"status":"error","message":"hourly rate limit"}"#, .rateLimited),
      (#"{"errors":[{"msg":"Something else"}]}"#, .notAStatus),
    ] as [(String, RequestFailure.Kind)])
  func classifiesAnErrorUnderSuccessByItsMessage(_ body: String, _ kind: RequestFailure.Kind) throws
  {
    let failure = try #require(shownFailure(body))
    #expect(failure.kind == kind)
    #expect(failure.summary == "HTTP 200 with an error instead of a publish status")
    #expect(failure.serverMessage != nil)
  }

  @Test func readsAFailedJobWithAMessageAsAJob() throws {
    let job = try #require(shownJob(in: #"{"status":"FAILED","message":"rate limit"}"#))
    #expect(job.status == .failed)
  }

  private func resource(_ id: String, _ type: String, _ name: String) -> Resource {
    Resource(
      id: ServerText(id), type: ServerText(type), name: ServerText(name), status: .succeeded)
  }
}
