import KoreSimulator
import NIOCore
import TestSupport
import Testing

/// The server against clients that are slow, hostile or broken: it answers the next one as before.
@Suite("HTTP server")
struct HTTPServerTests: SimulatorTesting {
  /// What is no request, or one that nobody should send, with what comes back.
  private static let hostile: [(String, answer: String)] = [
    ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}", "HTTP/1.1 400 "),
    ("GET / HTTP/9.9\r\n\r\n", "HTTP/1.1 400 "),
    ("GET /\r\n\r\n", "HTTP/1.1 400 "),
    ("G\u{0}T / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "),
    ("GET / HTTP/1.1\r\nhost : x\r\n\r\n", "HTTP/1.1 400 "),
    ("GET / HTTP/1.1\r\nx: \(String(repeating: "x", count: 1 << 20))\r\n\r\n", "HTTP/1.1 400 "),
    ("GET /\(String(repeating: "x", count: 1 << 20)) HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "),
    (
      "GET / HTTP/1.1\r\n\(String(repeating: "x: y\r\n", count: 10_000))\r\n", "HTTP/1.1 400 "
    ),
    ("POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n", "HTTP/1.1 400 "),
    ("POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n", "HTTP/1.1 400 "),
    (
      "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\ncontent-length: 1\r\n\r\n", "HTTP/1.1 400 "
    ),
    ("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nno length\r\n", "HTTP/1.1 400 "),
    (
      "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n", "HTTP/1.1 400 "
    ),
    ("CONNECT localhost:80 HTTP/1.1\r\nhost: localhost\r\n\r\n", "HTTP/1.1 404 "),
    ("OPTIONS * HTTP/1.1\r\n\r\n", "HTTP/1.1 404 "),
    ("GET / HTTP/1.1\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n", "HTTP/1.1 404 "),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 400 "),
  ]

  @Test(arguments: hostile.indices)
  func outlivesWhatNobodyShouldSend(_ index: Int) async throws {
    let (bytes, answer) = Self.hostile[index]
    try await withSimulator("success") { client in
      let connection = try await RawConnection(to: client.port)
      await connection.send(bytes)
      // A reset may overtake the answer when the server did not read all that was sent.
      let isAnswered = await connection.hears(answer)
      #expect(isAnswered || connection.endedByReset == true, "\(connection.text)")
      if answer.contains("400") { await connection.readToEnd() }
      #expect(try await client.status().status == 200)
    }
  }

  /// Requests with bytes that are changed, left out or doubled, two of them in a row.
  @Test func outlivesRequestsThatAreBroken() async throws {
    try await withSimulator("success") { client in
      for seed in 0..<200 {
        var generator = SplitMix64(seed: UInt64(seed))
        var bytes = Array((statusRequest + publishRequest(chunked: seed.isMultiple(of: 2))).utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let index = Int.random(in: bytes.indices, using: &generator)
          switch Int.random(in: 0...2, using: &generator) {
          case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
          case 1: bytes.remove(at: index)
          default: bytes.insert(bytes[index], at: index)
          }
        }
        let connection = try await RawConnection(to: client.port)
        await connection.send(ByteBuffer(bytes: bytes))
        await connection.close()
      }
      #expect(try await client.status().status == 200)
    }
  }

  @Test func answersARequestThatComesByteByByte() async throws {
    try await withSimulator("success") { client in
      let connection = try await RawConnection(to: client.port)
      for byte in statusRequest { await connection.send(String(byte)) }
      #expect(await connection.hears("HTTP/1.1 200 OK"))
    }
  }

  @Test func answersPipelinedRequestsInTheirOrder() async throws {
    try await withSimulator("success") { client in
      let connection = try await RawConnection(to: client.port)
      await connection.send(String(repeating: statusRequest, count: 8))
      #expect(await connection.hears("\"status\":\"successful\""))
      let percentages = connection.text.matches(of: /"percentageComplete":(\d+)/).map(\.1)
      #expect(percentages == ["0", "12", "25", "40", "60", "78", "92", "100"])
    }
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\nconnection: close\r\n\r\n", "HTTP/1.1 404"),
    ("GET / HTTP/1.0\r\n\r\n", "HTTP/1.0 404"),
    ("GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n", "HTTP/1.0 404"),
  ])
  func closesTheConnectionOfAClientThatWantsItOrIsOld(
    _ request: String, _ start: String
  ) async throws {
    try await withSimulator("success") { client in
      let connection = try await RawConnection(to: client.port)
      // Nothing is answered after an answer that says that it is the last.
      await connection.send(request + request)
      await connection.readToEnd()
      #expect(connection.endedByReset == false)
      #expect(connection.text.hasPrefix(start))
      #expect(connection.text.contains("\r\nconnection: close\r\n"))
      #expect(connection.text.ranges(of: "HTTP/").count == 1)
    }
  }

  @Test func answersAHeadWithoutABody() async throws {
    try await withSimulator("success") { client in
      let connection = try await RawConnection(to: client.port)
      await connection.send(
        statusRequest.replacing("GET", with: "HEAD").replacing(
          "\r\n\r\n", with: "\r\nconnection: close\r\n\r\n"))
      await connection.readToEnd()
      #expect(connection.text.hasPrefix("HTTP/1.1 405 "))
      #expect(connection.text.contains("\r\ncontent-length: "))
      #expect(connection.text.hasSuffix("\r\n\r\n"))
    }
  }

  @Test func takesChunkedBodiesAndAsksForThoseThatWait() async throws {
    try await withSimulator("success") { client in
      let connection = try await RawConnection(to: client.port)
      await connection.send(publishRequest(chunked: true))
      #expect(await connection.hears("HTTP/1.1 200 OK"))
      let parts = publishRequest(header: "expect: 100-continue\r\n").split(separator: "{")
      await connection.send(String(parts[0]))
      #expect(await connection.hears("HTTP/1.1 100 Continue\r\n\r\n"))
      await connection.send("{" + parts[1])
      #expect(await connection.hears("HTTP/1.1 200 OK", times: 2))
    }
  }

  @Test func refusesABodyThatIsTooLargeAndKeepsNothingOfIt() async throws {
    try await withSimulator("success") { client in
      let body = validPublish + String(repeating: " ", count: 1 << 20)
      let exchange = try await client.post("/api/public/bot/st-1/publish", body: body)
      #expect(exchange.status == 412)
      #expect(
        try await client.post("/api/public/bot/st-1/publish", body: validPublish).status == 200)
    }
  }

  @Test func refusesMoreBotsThanAnybodyHas() async throws {
    try await withSimulator("success") { client in
      for number in 1...1_000 {
        let exchange = try await client.get("/api/public/bot/st-\(number)/publish/status")
        #expect(exchange.status == 200)
      }
      #expect(try await client.get("/api/public/bot/st-1001/publish/status").status == 503)
      #expect(try await client.status().status == 200)
    }
  }

  @Test func hasAsManyConnectionsAsItsLimit() async throws {
    try await HTTPServer.start(connectionLimit: 2) { _, _ in Response() }.serving { port in
      let open = [try await RawConnection(to: port), try await RawConnection(to: port)]
      for connection in open {
        await connection.send(statusRequest)
        #expect(await connection.hears("HTTP/1.1 200 OK"))
      }
      let third = try await RawConnection(to: port)
      await third.send(statusRequest)
      await third.readToEnd()
      #expect(third.text.isEmpty)
      await open[0].close()
      // The server learns of it in its own time.
      while true {
        let connection = try await RawConnection(to: port)
        await connection.send(statusRequest)
        if await connection.hears("HTTP/1.1 200 OK") { break }
      }
    }
  }

  @Test func letsGoOfAnAnswerWhoseClientHasGone() async throws {
    let (waiting, begun) = AsyncStream.makeStream(of: Void.self)
    let (letGo, ended) = AsyncStream.makeStream(of: Void.self)
    let (never, continuation) = AsyncStream.makeStream(of: Never.self)
    defer { withExtendedLifetime(continuation) {} }
    try await HTTPServer.start { _, _ in
      begun.yield()
      for await _ in never {}
      ended.yield()
      return Response()
    }.serving { port in
      let connection = try await RawConnection(to: port)
      await connection.send(statusRequest)
      for await _ in waiting { break }
      await connection.close()
      for await _ in letGo { break }
    }
  }

  /// A client that goes away in the middle of an answer that is larger than all buffers.
  @Test func outlivesAClientThatGoesInTheMiddleOfAnAnswer() async throws {
    let body = ByteBuffer(repeating: UInt8(ascii: "x"), count: 32 << 20)
    let counter = Counter()
    try await HTTPServer.start { _, _ in
      switch counter.increment() {
      case 1, 2: Response(body: body)
      case 3, 4: Response(body: body, delivery: .trickled(parts: 100, pause: 0))
      default: Response()
      }
    }.serving { port in
      for _ in 0..<4 {
        let connection = try await RawConnection(to: port)
        await connection.send(statusRequest)
        #expect(await connection.hears("xxx"))
        await connection.close()
      }
      #expect(try await SimulatorClient(port: port).status().status == 200)
    }
  }

  @Test func isGoneOnceItWasStopped() async throws {
    let server = try await HTTPServer.start { _, _ in Response() }
    let connection = try await RawConnection(to: server.port)
    await connection.send(statusRequest)
    #expect(await connection.hears("HTTP/1.1 200 OK"))
    await server.stop()
    await connection.readToEnd()
    let next = try await HTTPServer.start(port: server.port) { _, _ in Response() }
    await next.stop()
    await next.stop()
  }

  /// A publish as it goes over the connection, its body whole or in two chunks.
  private func publishRequest(chunked: Bool = false, header: String = "") -> String {
    let head = "POST /api/public/bot/st-1/publish HTTP/1.1\r\nhost: x\r\nauth: token\r\n"
    let length = validPublish.utf8.count
    guard chunked else {
      return "\(head)\(header)content-length: \(length)\r\n\r\n\(validPublish)"
    }
    let rest = String(length - 1, radix: 16)
    return "\(head)\(header)transfer-encoding: chunked\r\n\r\n"
      + "1\r\n{\r\n\(rest)\r\n\(validPublish.dropFirst())\r\n0\r\n\r\n"
  }
}
