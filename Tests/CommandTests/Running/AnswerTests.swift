import Foundation
import KoreSimulator
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// Answers that a simulator of the API would not give: the documentation's own, and hostile ones.
@Suite struct AnswerTests {
  static let sampleBot = "st-a86a6717-340b-5830-a8b6-13b4aebxxxxx"

  @Test(arguments: [Samples.successful, Samples.large])
  func theDocumentedSamplesPassWithAnyAge(sample: String) async throws {
    let run = try await serve(Data(sample.utf8), bot: Self.sampleBot, ["--any-age"])
    #expect(run.code == 0)
  }

  @Test(arguments: [Samples.successful, Samples.large])
  func theDocumentedSamplesAreTooOldWithoutIt(sample: String) async throws {
    let requested = "2022-07-29T08:04:48.731Z"
    let folder = try TemporaryFolder()
    let run = try await Patience.run(within: 1, showing: requested, in: folder) {
      try await serve(Data(sample.utf8), bot: Self.sampleBot, ["--start-timeout", $0], in: folder)
    }
    #expect(run.code == 66)
    #expect(run.errors.contains(requested) && run.errors.contains("--any-age"))
  }

  @Test func theSampleThatAwaitsApprovalIsNotLive() async throws {
    let run = try await serve(
      Data(Samples.large.utf8), bot: Self.sampleBot, ["--any-age", "--require-live"])
    #expect(run.code == 1)
  }

  @Test(arguments: [
    "no JSON", "\"successful\"", "[1, 2]", "{\"status\": \"succ", "{\"status\":\"successful\"}",
    "{\"_id\":\"ds-1\",\"streamId\":\"st-other\",\"status\":\"successful\"}",
    String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
    "<html><body>Sign in</body></html>", "{\"errors\":[{\"msg\":\"odd\"}]}", "\u{0}", "nul",
  ])
  func whatIsNoStatusIsAProtocolError(body: String) async throws {
    let run = try await serveNoStatus(Data(body.utf8))
    #expect(run.code == 76, "\(run.errors)")
  }

  @Test func anotherEncodingIsAProtocolError() async throws {
    let document = "{\"_id\":\"ds-1\",\"status\":\"successful\",\"percentageComplete\":100}"
    for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf32] {
      let run = try await serveNoStatus(try #require(document.data(using: encoding)))
      #expect(run.code == 76, "\(encoding)")
    }
  }

  @Test func anEndlessAnswerIsCutOff() async throws {
    let run = try await serve(["--any-age", "--contact-timeout", "2s", "--request-timeout", "1s"]) {
      // More than the gate takes, of which it cannot see the end.
      Response(
        body: ByteBuffer(repeating: UInt8(ascii: " "), count: 80 << 20),
        delivery: .trickled(parts: 1_000, pause: 0))
    }
    #expect([69, 76].contains(run.code))
  }

  @Test func aBodyThatTricklesIsCutOffAtTheRequestTimeout() async throws {
    let run = try await serve(["--contact-timeout", "1s", "--request-timeout", "200ms"]) {
      Response(body: ByteBuffer(string: "{}"), delivery: .stalled)
    }
    #expect(run.code == 69)
    #expect(run.errors.contains("no answer within"))
  }

  @Test func hostileNamesStayInTheirLine() async throws {
    let name = "x\\r\\n::error::y\\u001b[31m##vso[task.complete]\\u202e[[ATTACHMENT|/etc/passwd]]"
    let document = """
      {"_id":"ds-1","status":"failed","percentageComplete":5,"statusSummary":[
      {"resourceId":"1","resourceType":"dialog","name":"\(name)","status":"FAILED",
      "message":"\(name)"}]}
      """
    let run = try await serve(Data(document.utf8), ["--any-age"])
    #expect(run.code == 1)
    for text in [run.output, run.errors, run.report ?? ""] {
      #expect(!text.contains("\u{1B}") && !text.contains("\r") && !text.contains("\u{202E}"))
      #expect(!text.contains("##vso[") && !text.contains("[["))
    }
    for line in (run.output + run.errors).split(separator: "\n") { #expect(line.hasPrefix("[")) }
  }

  @Test func bothDocumentedPathsAndHeadersWork() async throws {
    let path = "/api/1.1/public/bot/{botId}/publish/status/"
    let run = try await serve(
      Data(Samples.successful.utf8), bot: Self.sampleBot,
      ["--any-age", "--status-path", path, "--verbose"])
    #expect(run.code == 0)
    #expect(run.output.contains("/api/1.1/public/bot/\(Self.sampleBot)/publish/status/"))
  }

  @Test func aCompressedAnswerIsRead() async throws {
    // `{"_id":"ds-1","status":"successful","percentageComplete":100}` by gzip -9n.
    let packed =
      "H4sIAAAAAAAC/6tWis9MUbJSSinWNVTSUSouSSwpLQbyi0uTk1OLi9NKc4CiBalFyal5JYnpqc75uQU5qSWpSlaG"
      + "Bga1ACjZXNg9AAAA"
    let body = try #require(Data(base64Encoded: packed))
    let run = try await serve(["--any-age"]) {
      Response(
        headers: ["content-type": "application/json", "content-encoding": "gzip"],
        body: ByteBuffer(bytes: body))
    }
    #expect(run.code == 0, "\(run.errors)")
  }

  /// Such answers end the gate after three of them, but not before the contact limit.
  private func serveNoStatus(_ body: Data) async throws -> ProgramRun {
    let folder = try TemporaryFolder()
    return try await Patience.run(within: 1, showing: "exit code 76", in: folder) {
      try await serve(body, ["--any-age", "--contact-timeout", $0], in: folder)
    }
  }

  private func serve(
    _ body: Data, bot: String = "st-1", _ arguments: [String], in folder: TemporaryFolder? = nil
  ) async throws -> ProgramRun {
    try await serve(bot: bot, arguments, in: folder) {
      Response(headers: ["content-type": "application/json"], body: ByteBuffer(bytes: body))
    }
  }

  private func serve(
    bot: String = "st-1", _ arguments: [String], in folder: TemporaryFolder? = nil,
    answer: @escaping @Sendable () async throws -> Response
  ) async throws -> ProgramRun {
    let folder = try folder ?? TemporaryFolder()
    let run = try await ScriptedServer.with(answer: { _ in try await answer() }) { server in
      try await Gate.run(
        arguments, environment: Gate.environment(port: server.port, bot: bot), in: folder)
    }
    try await ReportCheck.expectValid(run.report, in: folder)
    return run
  }
}
