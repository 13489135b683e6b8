import Hummingbird
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
        headers: [.retryAfter: "9"])
      asked = requests
      return run
    }
    #expect(run.code == 69, "\(run.errors)")
    #expect(run.lastLine.contains("HTTP 429"))
    #expect(asked == 1)
  }

  private func serve(
    _ arguments: [String], status: HTTPResponse.Status, headers: HTTPFields = [:]
  ) async throws -> (ProgramRun, requests: Int) {
    let folder = try Scratch()
    return try await ScriptedServer.with(
      answer: { _ in
        Response(
          status: status, headers: headers,
          body: ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "{"))
            try? await hang()
            try await writer.finish(nil)
          })
      },
      body: { server in
        let run = try await Gate.run(
          arguments, environment: Gate.environment(port: server.port), in: folder)
        try await ReportCheck.expectValid(run.report, in: folder)
        return (run, server.requestCount)
      })
  }
}
