import GateKit
import NIOCore
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct KoreClientTests {
  @Test func asksOnceWithTheHeadersThatTheAPINeeds() async throws {
    try await LoopbackServer.run(.json(Samples.successful)) { server in
      let reply = try await ask(server)
      var requests = server.requests.makeAsyncIterator()
      let lines = await requests.next()?.split(separator: "\r\n") ?? []
      #expect(lines.first == "GET /api/public/bot/st%2F1/publish/status HTTP/1.1")
      #expect(
        Set(lines.dropFirst().map { $0.lowercased() }) == [
          "host: 127.0.0.1:\(server.port)", "auth: token-0", "accept: application/json",
          "user-agent: publish-gate/1.2.3", "connection: close", "accept-encoding: deflate, gzip",
          "cache-control: no-cache",
        ])
      #expect(shownJob(in: reply.result)?.status == .successful)
      #expect(reply.exchange.method == "GET")
      #expect(reply.exchange.path == "/api/public/bot/st%2F1/publish/status")
      #expect(reply.exchange.status == 200)
      #expect(reply.exchange.bytes == Samples.successful.utf8.count)
      #expect(reply.exchange.duration > .zero)
      #expect(reply.exchange.serverTime == nil)
    }
  }

  @Test func tellsTheServersClock() async throws {
    let answer = "HTTP/1.1 204 No Content\r\ndate: Tue, 14 Nov 2023 22:13:20 GMT\r\n\r\n"
    let reply = try await LoopbackServer.run(.answer(answer)) { try await ask($0) }
    #expect(reply.result == .success(.noJob))
    #expect(reply.exchange.serverTime?.iso8601 == "2023-11-14T22:13:20.000Z")
  }

  @Test func renewsTheTokenOnlyWhenAsked() async throws {
    try await LoopbackServer.run(.json("{}")) { server in
      var requests = server.requests.makeAsyncIterator()
      let tokens = NumberedToken()
      _ = try await ask(server, tokens: tokens)
      #expect(await requests.next()?.contains("auth: token-0\r\n") == true)
      _ = try await ask(server, renewsToken: true, tokens: tokens)
      #expect(await requests.next()?.contains("auth: token-1\r\n") == true)
    }
  }

  @Test func saysWhyThereIsNoToken() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("first".utf8)
    let tokens = try await TokenFile(path: path)
    try folder.write([])
    let reply = try await ask("http://127.0.0.1:1", tokens: tokens, renewsToken: true)
    #expect(
      reply.failure
        == RequestFailure(
          .unauthorized(.noToken),
          "there is no other token: the token file '\(path)' is empty; expected a JWT"))
    #expect(reply.exchange.status == nil)
    #expect(reply.exchange.duration == .zero)
    #expect(!reply.exchange.wasSent)
  }

  @Test(arguments: ["200 OK", "401 Unauthorized", "503 Busy"])
  func tellsTheSourceTheServersClock(_ status: String) async throws {
    let tokens = ListeningToken()
    let answer =
      "HTTP/1.1 \(status)\r\ndate: Tue, 14 Nov 2023 23:13:20 GMT\r\ncontent-length: 2\r\n\r\n{}"
    _ = try await LoopbackServer.run(.answer(answer)) { try await ask($0, tokens: tokens) }
    #expect(await tokens.heard.map(\.iso8601) == ["2023-11-14T23:13:20.000Z"])
    // The runner's clock of these tests.
    #expect(await tokens.at.map(\.iso8601) == ["2023-11-14T22:13:20.000Z"])
  }

  @Test func tellsNoClockThatItDoesNotKnow() async throws {
    let tokens = ListeningToken()
    _ = try await LoopbackServer.run(.json("{}")) { try await ask($0, tokens: tokens) }
    #expect(await tokens.heard.isEmpty)
  }

  @Test func followsNoRedirect() async throws {
    let answer = "HTTP/1.1 302 Found\r\nlocation: /login\r\ncontent-length: 0\r\n\r\n"
    try await LoopbackServer.run(.answer(answer)) { server in
      let reply = try await ask(server)
      #expect(reply.failure?.kind == .wrongEndpoint)
    }
  }

  @Test func takesARefusedConnectionAtItsWord() async throws {
    let refusing = try RefusingPort()
    defer { withExtendedLifetime(refusing) {} }
    let reply = try await ask("http://127.0.0.1:\(refusing.port)")
    #expect(reply.failure == RequestFailure(.connection, "connection refused"))
    #expect(reply.exchange.wasSent)
  }

  @Test func namesAHostThatCannotBeResolved() async throws {
    // Longer than a label may be, so that no name server is asked.
    let host = "\(String(repeating: "x", count: 64)).invalid"
    let reply = try await ask("http://\(host)")
    #expect(
      reply.failure == RequestFailure(.connection, "the name '\(host)' cannot be resolved"))
  }

  @Test(
    arguments: [
      (.answer(""), .connection, "the connection closed before an answer"),
      (.answerThenReset(""), .connection, "connection reset"),
      (
        .answer("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"), .connection,
        "the connection closed in the middle of the answer"
      ),
      (
        .answer("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n"), .connection,
        "the connection closed in the middle of the answer"
      ),
      (
        .answerThenReset("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"), .connection,
        "the connection was reset in the middle of the answer"
      ),
      (
        .answer("HTTP/1.1 200 OK\r\ncontent-le"), .connection,
        "the connection closed before an answer"
      ),
      (.interrupt("SSH-2.0-OpenSSH_9.2\r\n"), .notAStatus, "what answers does not speak HTTP"),
      (.answer("HTTP/1.1 000 X\r\n\r\nbody"), .notAStatus, "what answers does not speak HTTP"),
      (
        .answer("HTTP/1.1 099 X\r\ncontent-length: 0\r\n\r\n"), .notAStatus,
        "what answers does not speak HTTP"
      ),
      (
        .answer("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\nbody"), .notAStatus,
        "what answers does not speak HTTP"
      ),
      (.answer("HTTP/1.1 100 Go\r\n\r\n"), .connection, "the connection closed before an answer"),
      (.answer("HTTP/1.1 999 X\r\n\r\n"), .serverFault, "HTTP 999"),
      (
        .answer("HTTP/1.1 103 X\r\n\r\nHTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n"),
        .serverFault, "HTTP 503"
      ),
      (
        .answer("HTTP/1.1 200 OK\r\ncontent-length: 67108865\r\n\r\n{"), .notAStatus,
        "the answer is larger than 64 MiB"
      ),
      (
        .answer("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope"),
        .notAStatus, "the answer's compression is broken"
      ),
      (.answer("HTTP/1.1 503 Busy\r\ncontent-length: 9\r\n\r\n"), .serverFault, "HTTP 503"),
      (
        .answer("HTTP/1.1 200 OK\r\n\r\n<html>"), .notAStatus,
        "HTTP 200 with an HTML page instead of JSON"
      ),
    ] as [(LoopbackServer.Script, RequestFailure.Kind, String)])
  func namesWhatBroke(
    _ script: LoopbackServer.Script, _ kind: RequestFailure.Kind, _ summary: String
  ) async throws {
    let reply = try await LoopbackServer.run(script) { try await ask($0) }
    #expect(reply.failure == RequestFailure(kind, summary))
  }

  @Test(
    arguments: [
      .answerThenHang(""), .answerThenHang("HTTP/1.1 200 OK\r\n"),
      .answerThenHang("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"),
      .answerThenHang("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"),
      .trickle(
        head: "HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n", part: " ", every: .milliseconds(5)
      ),
    ] as [LoopbackServer.Script])
  func cutsOffAServerThatHangs(_ script: LoopbackServer.Script) async throws {
    try await LoopbackServer.run(script) { server in
      let reply = try await ask(server) { $0.failure?.summary.hasPrefix("no connection") != true }
      #expect(reply.failure?.kind == .timedOut)
      #expect(reply.failure?.summary.hasPrefix("no answer within ") == true)
    }
  }

  @Test(
    arguments: [
      ("401 No", "", .unauthorized(.badCredentials), nil),
      ("429 Busy", "retry-after: 9\r\n", .rateLimited, .seconds(9)),
      ("503 Busy", "retry-after: 7\r\n", .serverFault, .seconds(7)),
      ("404 No", "", .wrongEndpoint, nil),
    ] as [(String, String, RequestFailure.Kind, Duration?)])
  func judgesAnErrorWhoseBodyNeverEnds(
    _ status: String, _ header: String, _ kind: RequestFailure.Kind, _ retryAfter: Duration?
  ) async throws {
    let head = "HTTP/1.1 \(status)\r\n\(header)content-length: 9\r\n\r\n"
    try await LoopbackServer.run(.answerThenHang(head)) { server in
      let reply = try await ask(server) { $0.exchange.status != nil }
      #expect(
        reply.failure == RequestFailure(kind, "HTTP \(status.prefix(3))", retryAfter: retryAfter))
    }
  }

  @Test func hasItsTimeForATokenThatDoesNotComeToo() async throws {
    let tokens = DeafToken()
    try await LoopbackServer.run(.json("{}")) { server in
      // The token is let go only afterwards.
      let reply = try await ask(server, timeout: .milliseconds(50), tokens: tokens)
      #expect(
        reply.failure
          == RequestFailure(
            .unauthorized(.noToken), "there is no other token: a test gave none within 50ms"))
      #expect(!reply.exchange.wasSent)
      #expect(server.connectionCount == 0)
    }
    await tokens.letGo()
  }

  @Test func hasItsTimeForASourceThatDoesNotListenToo() async throws {
    let tokens = DeafToken(givesToken: true)
    let answer =
      "HTTP/1.1 401 No\r\ndate: Tue, 14 Nov 2023 23:13:20 GMT\r\ncontent-length: 2\r\n\r\n{}"
    try await LoopbackServer.run(.answer(answer)) { server in
      let reply = try await ask(server, tokens: tokens) { $0.exchange.status != nil }
      #expect(reply.failure?.kind == .unauthorized(.badCredentials))
    }
    await tokens.letGo()
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"])
  func abandonsTheRequestWhenCancelled(_ answer: String) async throws {
    try await LoopbackServer.run(.answerThenHang(answer)) { server in
      let port = server.port
      // Longer than the tests may take.
      let asking = Task { try await ask("http://127.0.0.1:\(port)", timeout: .seconds(36_000)) }
      for await _ in server.requests { break }
      asking.cancel()
      let failure = try await asking.value.failure
      #expect(failure == RequestFailure(.connection, "the request was cancelled"))
      // Nor does the connection stay.
      for await _ in server.endings { break }
    }
  }

  @Test func readsOnlyTheBeginningOfALongError() async throws {
    let body = #"{"message":""# + String(repeating: "x", count: 1_000_000) + #""}"#
    let answer = "HTTP/1.1 500 No\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"
    let reply = try await LoopbackServer.run(.answer(answer)) { try await ask($0) }
    #expect(reply.failure?.kind == .serverFault)
    #expect(reply.exchange.bytes == 65_536)
  }

  @Test func unpacksACompressedAnswer() async throws {
    let head =
      "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: \(Gzip.successful.count)\r\n\r\n"
    let reply = try await LoopbackServer.run(.parts([Array(head.utf8), Gzip.successful])) {
      try await ask($0)
    }
    #expect(shownJob(in: reply.result)?.status == .successful)
    #expect(reply.exchange.bytes == Samples.successful.utf8.count)
  }

  @Test func unpacksNoMoreThanTheLimit() async throws {
    let body = Gzip.spaces(TransportSettings.bodyLimit)
    #expect(body.count < 500_000)
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n"
    let reply = try await LoopbackServer.run(.parts([Array(head.utf8), body])) {
      try await ask($0)
    }
    #expect(
      reply.failure == RequestFailure(.notAStatus, "the answer is larger than 64 MiB"))
    #expect(reply.exchange.bytes > 1_000_000)
  }
}
