import KoreSimulator
import NIOCore
import Testing

/// How answers go out: seen from a connection, and by what becomes of it.
@Suite("Deliveries")
struct DeliveryTests: SimulatorTesting {
  private static let long = 1e6

  @Test func isCutInTheMiddleOfItsBody() async throws {
    try await withAnswer(.cut) { connection, _ in
      await connection.send(statusRequest)
      await connection.readToEnd()
      #expect(connection.endedByReset == false)
      #expect(connection.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
      let (length, body) = try lengthAndBody(of: connection.text)
      #expect(length > 1_000)
      #expect(body.utf8.count == length / 2)
    }
  }

  @Test func stallsInTheMiddleOfItsBody() async throws {
    try await withAnswer(.stalled) { connection, server in
      await connection.send(statusRequest)
      #expect(await connection.hears("\r\n\r\n{"))
      // It would be answered if the first one were at its end.
      await connection.send(statusRequest)
      await server.stop()
      await connection.readToEnd()
      let (length, body) = try lengthAndBody(of: connection.text)
      #expect(body.utf8.count == length / 2)
    }
  }

  @Test func tricklesInParts() async throws {
    try await withAnswer(.trickled(parts: 10, pause: 0)) { connection, _ in
      await connection.send(statusRequest)
      #expect(await connection.hears("\r\n0\r\n\r\n"))
      #expect(!connection.text.contains("content-length"))
      let chunks = connection.text.split(separator: "\r\n").drop { !$0.hasPrefix("{") }
      #expect(chunks.count >= 19)
      // The connection stays.
      await connection.send(statusRequest)
      #expect(await connection.hears("HTTP/1.1 200 OK", times: 2))
    }
  }

  @Test func waitsBeforeEachPart() async throws {
    try await withAnswer(.trickled(parts: 10, pause: Self.long)) { connection, server in
      await connection.send(statusRequest)
      #expect(await connection.hears("\r\n\r\n"))
      await server.stop()
      await connection.readToEnd()
      #expect(connection.text.hasSuffix("\r\n\r\n"))
    }
  }

  @Test(arguments: [true, false])
  func resetsTheConnectionInPlaceOfAnAnswer(isTaken: Bool) async throws {
    try await withAnswer(.reset(requestIsTaken: isTaken)) { connection, _ in
      await connection.send(statusRequest)
      await connection.readToEnd()
      #expect(connection.endedByReset == true)
      #expect(connection.text.isEmpty)
    }
  }

  /// What was not taken did not begin the job; what was taken has been shown, if not seen.
  @Test(arguments: [(true, [12, 25]), (false, [0, 12])])
  func aResetComesAfterTheRequestOrBeforeIt(isTaken: Bool, percentages: [Int]) async throws {
    let reset = SimulatedAnswer.fixed(.json(""), .reset(requestIsTaken: isTaken))
    let clock = SteppingClock(step: 1)
    let scenario = Scenario(
      name: "", summary: "", timeline: try scenario("success").timeline, faults: [0: reset])
    try await withSimulator(scenario, now: { clock.next() }) { client in
      let exchanges = try await [client.status(), client.status(), client.status()]
      #expect(exchanges[0].summary == "lost")
      #expect(exchanges.compactMap(\.job?.percentageComplete) == percentages)
      // Each request looks at the clock once.
      let time = "2026-01-01T12:00:0\(isTaken ? 1 : 2).000Z"
      #expect(Set(exchanges.compactMap(\.job?.requestedTime)) == [time])
    }
  }

  @Test func closesAConnectionThatIsIdle() async throws {
    try await withAnswer(.wholeThenClosed(afterIdle: 0)) { connection, _ in
      await connection.send(statusRequest)
      await connection.readToEnd()
      #expect(connection.endedByReset == false)
      let (length, body) = try lengthAndBody(of: connection.text)
      #expect(body.utf8.count == length)
      #expect(!connection.text.contains("connection: close"))
    }
  }

  @Test func keepsAConnectionThatIsNotIdle() async throws {
    try await withAnswer(.wholeThenClosed(afterIdle: 0)) { connection, _ in
      // The second one is there before the connection could be idle.
      await connection.send(statusRequest + statusRequest)
      await connection.readToEnd()
      #expect(connection.text.ranges(of: "HTTP/1.1 200 OK").count == 2)
    }
    try await withAnswer(.wholeThenClosed(afterIdle: Self.long)) { connection, _ in
      await connection.send(statusRequest)
      #expect(await connection.hears("HTTP/1.1 200 OK"))
      await connection.send(statusRequest)
      #expect(await connection.hears("HTTP/1.1 200 OK", times: 2))
    }
  }

  @Test func playsItsTimesAtTheSpeedOfTheScenario() async throws {
    try await withAnswer(.wholeThenClosed(afterIdle: Self.long), speed: 1e12) { connection, _ in
      await connection.send(statusRequest)
      await connection.readToEnd()
      #expect(connection.endedByReset == false)
    }
  }

  @Test(arguments: [true, false])
  func closesTheConnectionAtTheNextRequest(isPipelined: Bool) async throws {
    try await withAnswer(.wholeThenClosedAtNextRequest) { connection, _ in
      await connection.send(isPipelined ? statusRequest + statusRequest : statusRequest)
      if !isPipelined {
        #expect(await connection.hears("\"streamId\":\"st-1\"}"))
        await connection.send(statusRequest)
      }
      await connection.readToEnd()
      #expect(connection.text.ranges(of: "HTTP/1.1").count == 1)
      let (length, body) = try lengthAndBody(of: connection.text)
      #expect(body.utf8.count == length)
    }
  }

  /// Runs the body with a connection to a server whose every answer goes out like this.
  private func withAnswer(
    _ delivery: Delivery, speed: Double = 1,
    body: (_ connection: RawConnection, _ server: HTTPServer) async throws -> Void
  ) async throws {
    let timeline = Timeline(.job(SimulatedJob(percentage: 40), delivery))
    let scenario = Scenario(name: "", summary: "", timeline: timeline)
    let server = try await Simulator(SimulatorSettings(scenario: scenario, speed: speed)).start()
    try await server.serving { port in try await body(RawConnection(to: port), server) }
  }

  private func lengthAndBody(of answer: String) throws -> (length: Int, body: String) {
    let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    let line = try #require(
      parts[0].split(separator: "\r\n").first { $0.hasPrefix("content-length: ") })
    return (try #require(Int(line.dropFirst(16))), String(parts[1]))
  }
}
