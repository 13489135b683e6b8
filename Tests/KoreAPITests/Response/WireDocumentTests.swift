import GateKit
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct WireDocumentTests {
  @Test func readsTheDocumentationsSample() throws {
    let job = try #require(shownJob(in: Samples.successful))
    #expect(job.id == UntrustedText("ds-4a1b3e3d-7f55-5d80-acc6-7066e5cxxxxx"))
    #expect(job.streamID == UntrustedText("st-a86a6717-340b-5830-a8b6-13b4aebxxxxx"))
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
          {"_id":{},"streamId":null,"status":1,"percentageComplete":true,"requestedTime":{},
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
    ("[]", nil), (#""a\ud800""#, nil), ("9223372036854775807", "9223372036854775807"),
    ("9223372036854775808", nil), ("1e3", nil), ("7.0", nil), (#""\u0064s-\ud83d\ude00""#, "ds-😀"),
    (#""d\ns""#, "d\ns"),
  ])
  func readsAnID(_ json: String, _ expected: String?) throws {
    let job = try #require(shownJob(in: #"{"status":"failed","_id":\#(json)}"#))
    #expect(job.id == expected.map { UntrustedText($0) })
  }

  @Test(arguments: [
    ("50", 50), ("50.5", 50.5), (#""50""#, 50), (#""50.5""#, 50.5), (#""half""#, nil),
    ("1e2", 100), ("0.1E3", 100), ("1e400", nil), ("-1e400", nil), ("null", nil), ("[100]", nil),
    (#""nan""#, nil), (#""inf""#, nil), (#""infinity""#, nil), (#""0x64""#, nil), (#""1e2""#, nil),
    (#"" 100""#, nil), (#""100 ""#, nil), (#""+100""#, nil), (#""100.""#, nil), (#"".5""#, nil),
    (#""1_00""#, nil), (#""１００""#, nil), (#""100\u0000""#, nil), (#""""#, nil), (#""0100""#, 100),
    (#""\u0031\u0030\u0030""#, 100), (#""100\ud800""#, nil),
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
      (#"{"errors":[{"msg":"Invalid StreamId","code":4002}]}"#, .notAStatus),
      (#"{"message":"Bot not found"}"#, .notAStatus),
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

  @Test(arguments: [
    "_id", "streamId", "status", "statusSummary", "percentageComplete", "requestedTime",
  ])
  func readsNoJobOutOfADocumentThatNamesAMemberTwice(_ name: String) throws {
    let members = [
      "_id": #""ds-1""#, "streamId": #""st-1""#, "status": #""successful""#, "statusSummary": "[]",
      "percentageComplete": "100", "requestedTime": #""2022-07-29T08:04:48.731Z""#,
    ]
    let once = members.sorted { $0.key < $1.key }.map { #""\#($0)":\#($1)"# }
    let escaped = "\\u00" + String(name.utf8.first ?? 0, radix: 16) + name.dropFirst()
    for second in [name, escaped] {
      for value in [members[name] ?? "", "null", "{}", "[[]]"] {
        for place in 0...once.count {
          var all = once
          all.insert(#""\#(second)":\#(value)"#, at: place)
          let failure = try #require(shownFailure("{\(all.joined(separator: ","))}"))
          #expect(failure.kind == .notAStatus)
          #expect(failure.summary == "HTTP 200 with a publish status that names \(name) twice")
        }
      }
    }
  }

  @Test func readsAJobWhoseOtherMembersComeTwice() {
    let body = #"{"_id":"1","status":"failed","x":1,"x":2,"result":{"_id":1,"_id":2},"_ID":"2"}"#
    #expect(shownJob(in: body)?.id == UntrustedText("1"))
  }

  @Test(arguments: [
    "{}", "[]", #"["st-1"]"#, #"{"$oid":"st-1"}"#, "true", "false", "7", "0", "1.5",
    #""st-other\ud800""#, #""\udc00st-1""#, #""""#,
  ])
  func takesAnUnreadableStreamIDForThatOfAnotherBot(_ json: String) throws {
    for body in [
      #"{"_id":"ds-1","streamId":\#(json),"status":"successful"}"#,
      #"{"streamId":\#(json),"_id":1}"#,
    ] {
      let failure = try #require(shownFailure(body))
      #expect(failure.kind == .notAStatus)
      #expect(
        failure.summary == "HTTP 200 with a publish status whose streamId is not the id of a bot")
    }
  }

  @Test(arguments: ["_id", "streamId"])
  func readsNoJobOutOfADocumentWhoseIDIsTooLong(_ name: String) throws {
    let long = String(repeating: "a", count: UntrustedText.keptScalars)
    let kept = #"{"_id":"1","status":"failed","\#(name == "_id" ? "x" : name)":"\#(long)"}"#
    #expect(shownJob(in: kept) != nil)
    for tail in ["a", "\\u0061", "😀", " "] {
      let failure = try #require(
        shownFailure(#"{"status":"failed","\#(name)":"\#(long)\#(tail)"}"#))
      #expect(failure.kind == .notAStatus)
    }
  }

  @Test func takesAWordThatGoesOnForNoWord() throws {
    for spaces in [16_374, 16_380, 100_000] {
      let word = "successful" + String(repeating: " ", count: spaces) + "not"
      let job = try #require(shownJob(in: #"{"_id":"1","status":"\#(word)"}"#))
      #expect(!job.status.isTerminal)
      let entry = #"{"status":"\#(word)"}"#
      let resources = shownJob(in: #"{"_id":"1","statusSummary":[\#(entry)]}"#)?.resources
      #expect(resources?.first?.status != .succeeded)
    }
  }

  @Test func readsALongNumberOrTimeForNone() throws {
    let zeros = String(repeating: "0", count: 20_000)
    for value in ["\"100.\(zeros)x\"", "\"100.\(zeros)\"", "100.\(zeros)", "1\(zeros)e-20000"] {
      let job = try #require(shownJob(in: #"{"_id":"1","percentageComplete":\#(value)}"#))
      #expect(job.percentage == nil)
    }
    let time = "2022-07-29T08:04:48.731Z"
    let body = #"{"_id":"1","requestedTime":"\#(time)\#(String(repeating: " ", count: 20_000))"}"#
    #expect(try #require(shownJob(in: body)).requestedTime == nil)
  }

  @Test(arguments: ["{}", "1"])
  func refusesMoreResourcesThanAPublishHas(_ entry: String) throws {
    func body(of count: Int) -> String {
      #"{"_id":"1","status":"successful","statusSummary":["#
        + repeatElement(entry, count: count).joined(separator: ",") + "]}"
    }
    #expect(try #require(shownJob(in: body(of: 100_000))).resources?.count == 100_000)
    let failure = try #require(shownFailure(body(of: 100_001)))
    #expect(failure.kind == .notAStatus)
    #expect(
      failure.summary
        == "HTTP 200 with a publish status that lists more than 100000 resources")
  }

  /// What is written in another way in a report counts for more.
  @Test(arguments: [("x", 524), ("<", 131), ("\u{202E}", 43)])
  func refusesMoreTextThanCanBeReported(character: String, count: Int) throws {
    let reason = String(repeating: character, count: 16_000)
    func body(of count: Int) -> String {
      #"{"_id":"1","status":"failed","statusSummary":["#
        + repeatElement(#"{"status":"FAILED","message":"\#(reason)"}"#, count: count)
        .joined(separator: ",") + "]}"
    }
    #expect(try #require(shownJob(in: body(of: count))).resources?.count == count)
    let failure = try #require(shownFailure(body(of: count + 1)))
    #expect(failure.kind == .notAStatus)
    #expect(failure.summary.hasSuffix("with longer names and reasons than can be reported"))
  }

  @Test func readsAFailedJobWithAMessageAsAJob() throws {
    let job = try #require(
      shownJob(in: #"{"_id":"ds-1","status":"FAILED","message":"rate limit"}"#))
    #expect(job.status == .failed)
  }

  private func resource(_ id: String, _ type: String, _ name: String) -> Resource {
    Resource(
      id: UntrustedText(id), type: UntrustedText(type), name: UntrustedText(name),
      status: .succeeded)
  }
}
