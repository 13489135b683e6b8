import KoreSimulator
import NIOHTTP1
import TestSupport
import Testing

/// Answers that begin and never end: what has come of them is judged when the request is over.
@Suite struct HangingAnswerTests {
  @Test func aRefusedTokenEndsTheGate() async throws {
    // A machine too busy for the head of the answer gets another attempt.
    let (run, _) = try await serve(["--request-timeout", "2s"], status: .unauthorized)
    #expect(run.code == 77, "\(run.errors)")
    #expect(run.lastLine.contains("HTTP 401"))
  }

  @Test func aServerThatAsksForTimeGetsIt() async throws {
    var asked = 0
    let run = try await Patience.run(within: 2, showing: "HTTP 429") { limit in
      let seconds = try #require(Int(limit.dropLast()))
      // The deadline comes after the first request's time, and before the server may be asked again.
      let (run, requests) = try await serve(
        ["--request-timeout", limit, "--timeout", "\(seconds + 7)s"], status: .tooManyRequests,
        headers: ["retry-after": "9"])
      asked = requests
      return run
    }
    #expect(run.code == 69, "\(run.errors)")
    #expect(run.lastLine.contains("HTTP 429"))
    #expect(asked == 1)
  }

  private func serve(
    _ arguments: [String], status: HTTPResponseStatus, headers: HTTPHeaders = [:]
  ) async throws -> (ProgramRun, requests: Int) {
    let folder = try TemporaryFolder()
    return try await ScriptedServer.with(
      answer: { _ in
        var response = Response.json("{}", status: status)
        response.headers.add(contentsOf: headers)
        response.delivery = .stalled
        return response
      },
      body: { server in
        let run = try await Gate.run(
          arguments, environment: Gate.environment(port: server.port), in: folder)
        try await ReportCheck.expectValid(run.report, in: folder)
        return (run, server.requestCount)
      })
  }
}
