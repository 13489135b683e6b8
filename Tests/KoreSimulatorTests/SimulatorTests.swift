import AsyncHTTPClient
import KoreSimulator
import NIOCore
import NIOHTTP1
import Testing

@Suite("Simulator")
struct SimulatorTests: SimulatorTesting {
  @Test func startsANewJobOnAPublish() async throws {
    try await withSimulator("success") { client in
      let before = try #require(try await client.status().job)
      let publish = try await client.post("/api/public/bot/st-1/publish", body: validPublish)
      #expect(publish.status == 200)
      #expect(publish.body.hasPrefix("[{"))
      #expect(!publish.body.contains("_id"))
      let after = try #require(try await client.status().job)
      #expect([before.id, after.id] == [jobID(1), jobID(2)])
      #expect(after.percentageComplete == 0)
    }
  }

  @Test func showsOnlyThePreviousJobWhileItAwaitsAPublish() async throws {
    let clock = SteppingClock(step: 1)
    let configure = { (settings: inout SimulatorSettings) in settings.awaitsPublish = true }
    try await withSimulator("stale", now: { clock.next() }, configure: configure) { client in
      let before = try await [client.status(), client.status()].compactMap(\.job)
      #expect(before.map(\.id) == [jobID(0), jobID(0)])
      #expect(Set(before.map(\.requestedTime)).count == 1)
      _ = try await client.post("/api/public/bot/st-1/publish", body: validPublish)
      let after = try await [client.status(), client.status()].compactMap(\.job)
      #expect(after.map(\.id) == [jobID(0), jobID(1)])
      #expect(after[0].requestedTime == before[0].requestedTime)
    }
  }

  @Test func playsForEachBotByItself() async throws {
    try await withSimulator("success") { client in
      _ = try await client.status()
      let other = try await client.get("/api/public/bot/st-2/publish/status").job
      #expect(other?.streamId == "st-2")
      #expect(other?.percentageComplete == 0)
    }
  }

  @Test func knowsOnlyTheBotItWasGiven() async throws {
    try await withSimulator("success", configure: { $0.botID = "st-1" }) { client in
      let own = try await client.status()
      #expect(own.status == 200)
      let other = try await client.get("/api/public/bot/st-2/publish/status")
      #expect(other.status == 400)
      #expect(other.body.contains("Invalid StreamId"))
    }
  }

  @Test(arguments: ["", "{}", #"{"versionComment":""}"#, "nonsense"])
  func refusesAPublishWithoutAComment(body: String) async throws {
    try await withSimulator("success") { client in
      let exchange = try await client.post("/api/public/bot/st-1/publish", body: body)
      #expect(exchange.status == 412)
      #expect(exchange.body.contains("Validation errors/ Invalid arguments"))
    }
  }

  @Test(arguments: [
    ("/api/public/bot/st-1/publish/status", 200),
    ("/api/public/bot/st-1/publish/status/", 200),
    ("/api/1.1/public/bot/st-1/publish/status/", 200),
    ("/prefix/api/public/bot/st-1/publish/status", 200),
    ("/api/public/bot/st-1/publish", 405),
    ("/api/public/bot/publish/status", 404),
    ("/public/bot/st-1/publish/status", 404),
    ("/", 404),
  ])
  func answersUnderTheDocumentedPaths(path: String, status: Int) async throws {
    try await withSimulator("success") { client in
      let exchange = try await client.get(path)
      #expect(exchange.status == status)
    }
  }

  @Test(arguments: [
    ("auth", "secret", 200), ("Auth", "secret", 200), ("auth", "other", 401), ("auth", "", 401),
    ("authorization", "secret", 401),
  ])
  func asksForItsToken(header: String, token: String, status: Int) async throws {
    try await withSimulator("success", configure: { $0.token = "secret" }) { client in
      let exchange = try await client.get(
        "/api/public/bot/st-1/publish/status", headers: [(header, token)])
      #expect(exchange.status == status)
      #expect(status == 200 || exchange.body.contains(#""code":4002"#))
    }
  }

  @Test func datesItsAnswersAsHTTPDoes() async throws {
    let date = try #require(try await poll("success", times: 1).first?.date)
    // IMF-fixdate: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
    #expect(
      date.wholeMatch(of: /[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/) != nil)
  }

  @Test func saysThatAPortIsInUse() async throws {
    try await withSimulator("success") { client in
      let settings = SimulatorSettings(scenario: try scenario("success"), port: client.port)
      let error = await #expect(throws: SimulatorError.self) {
        try await Simulator(settings).start()
      }
      #expect(error == .portInUse(host: "127.0.0.1", port: client.port))
      #expect(error?.description.contains("choose another port") == true)
    }
  }

  @Test(arguments: [0, -1, .nan, .infinity])
  func refusesASpeedThatIsNone(speed: Double) async throws {
    let settings = SimulatorSettings(scenario: try scenario("success"), speed: speed)
    await #expect(throws: SimulatorError.self) { try await Simulator(settings).start() }
  }

  @Test(arguments: [-1, 65_536, 1 << 40])
  func refusesAPortThatIsNone(port: Int) async throws {
    let settings = SimulatorSettings(scenario: try scenario("success"), port: port)
    await #expect(throws: SimulatorError.invalidPort(port)) {
      try await Simulator(settings).start()
    }
  }
}
