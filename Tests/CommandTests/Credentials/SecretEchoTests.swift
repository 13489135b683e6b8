import Foundation
import KoreSimulator
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// A server that sends the token back in pieces and in other forms, which nobody may read anywhere.
@Suite struct SecretEchoTests {
  private static let payload = "eyJzdWIiOiJnYXRlIiwiYXBwSWQiOiJjcy0xIiwianRpIjoiNWYzYSJ9"
  private static let signature = "Q2hhcm0-X3VuZGVyc2NvcmUtZGFzaA_kMjQ1Njc4OTAxMj"
  private static let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\(payload).\(signature)"

  private static let forms: [String] = {
    let data = Data(token.utf8)
    let base64 = ["", "x", "xy"].map { Data(($0 + token).utf8).base64EncodedString() }
    let hex = data.map { String(format: "%02x", $0) }.joined()
    let percent = data.map { String(format: "%%%02x", $0) }.joined()
    let broken = ["\n", " ", "\r\n  ", "\u{200B}"].map { separator in
      stride(from: 0, to: token.count, by: 10)
        .map { token.dropFirst($0).prefix(10) }.joined(separator: separator)
    }
    return [
      token, payload, signature, token.lowercased(), token.uppercased(),
      String(token.dropFirst()), "\(token.prefix(70)) and \(token.dropFirst(70))",
      token.replacingOccurrences(of: ".", with: "%2E"), hex, hex.uppercased(), percent,
    ] + base64 + broken
  }()

  private static let arguments: [[String]] = [
    ["--summary", "summary.html", "--dotenv", "gate.env"],
    ["--summary", "summary.md", "--format", "json"],
  ]

  @Test(arguments: arguments, [CIHost?.none] + CIHost.allCases)
  func nothingOfATokenComesOutOfAJob(arguments: [String], host: CIHost?) async throws {
    let resources = Self.forms.enumerated().map { index, form in
      [
        "resourceId": "\(index) \(form)", "resourceType": "dialog", "name": "Pay \(form)",
        "status": index.isMultiple(of: 3) ? form : "FAILED", "message": "It says: \(form)",
      ]
    }
    let run = try await run(
      .json(["_id": "ds \(Self.token)", "status": "failed", "statusSummary": resources]),
      arguments, on: host)
    #expect(run.code == 1)
    #expect(run.output.contains("***"))
  }

  @Test(arguments: [401, 500, 200, 404], [nil, CIHost.github])
  func nothingOfATokenComesOutOfAnError(status: Int, host: CIHost?) async throws {
    let message = Self.forms.enumerated().map { "\($0): \($1)" }.joined(separator: "; ")
    for message in [message, Self.signature, Self.forms[12]] {
      let run = try await run(
        .json(["errors": [["msg": message, "code": 4_002]]]),
        ["--summary", "summary.html", "--contact-timeout", "100ms", "--timeout", "2s"], on: host,
        status: status)
      #expect(run.code != 0)
    }
  }

  @Test func nothingOfATokenComesOutOfAPageOrARedirect() async throws {
    let page = "<html><title>\(Self.token)</title>\(Self.forms.joined(separator: "\n"))</html>"
    for (type, status) in [("text/html", 200), ("text/plain", 500), ("text/html", 302)] {
      let run = try await run(
        .text(page, type: type), ["--summary", "summary.md", "--contact-timeout", "100ms"],
        on: nil, status: status)
      #expect(run.code != 0)
    }
  }

  /// A bot whose id holds the secret is still that bot, and two resources that show the same are two.
  @Test func whatIsNotShownStillCounts() async throws {
    let folder = try TemporaryFolder()
    let job = """
      {"_id":"ds-1","streamId":"st-support-bot-1","status":"STATUS","percentageComplete":100,
      "statusSummary":[
      {"resourceId":"1","resourceType":"dialog","name":"support-bot","status":"SUCCESS"},
      {"resourceId":"1","resourceType":"dialog","name":"***","status":"WORD"}]}
      """
    let bodies = [("inprogress", "PENDING"), ("successful", "FAILED")].map { status, word in
      job.replacingOccurrences(of: "STATUS", with: status)
        .replacingOccurrences(of: "WORD", with: word)
    }
    let run = try await ScriptedServer.with(bodies: bodies) { server in
      var environment = Gate.environment(port: server.port, bot: "st-support-bot-1")
      environment["KORE_JWT"] = nil
      environment["KORE_CLIENT_ID"] = "cs-1"
      environment["KORE_CLIENT_SECRET"] = "support-bot"
      return try await Gate.run(
        ["--any-age", "--allow-resource", "dialog:support-bot"], environment: environment,
        in: folder)
    }
    // The one that failed is not the one that may.
    #expect(run.code == 1, "\(run.output)\(run.errors)")
    #expect(run.output.contains("1 of 2 resources"))
    try await ReportCheck.expectValid(run.report, in: folder)
  }

  private enum Body {
    case json([String: Any])
    case text(String, type: String)

    func response(_ status: Int) throws -> Response {
      let status = HTTPResponseStatus(statusCode: status)
      switch self {
      case .json(let object):
        let data = try JSONSerialization.data(withJSONObject: object)
        return .json(String(decoding: data, as: UTF8.self), status: status)
      case .text(let text, let type):
        var response = Response(
          status: status, headers: ["content-type": type], body: ByteBuffer(string: text))
        if status.code == 302 {
          response.headers.add(
            name: "location", value: "https://kore.example/\(SecretEchoTests.token)?a=b")
        }
        return response
      }
    }
  }

  private func run(
    _ body: Body, _ arguments: [String], on host: CIHost?, status: Int = 200
  ) async throws -> ProgramRun {
    let folder = try TemporaryFolder()
    let response = try body.response(status)
    let run = try await ScriptedServer.with(answer: { _ in response }) { server in
      var environment = Gate.environment(port: server.port)
      environment["KORE_JWT"] = Self.token
      environment.merge(try host?.environment(in: folder) ?? [:]) { $1 }
      return try await Gate.run(
        ["--any-age", "--verbose"] + arguments, environment: environment, in: folder)
    }
    run.expectNoTrace(of: Self.token)
    try await ReportCheck.expectValid(run.report, in: folder)
    return run
  }
}
