import KoreSimulator
import Testing

@Suite("Scenarios")
struct ScenarioTests: SimulatorTesting {
  @Test func hasScenariosWithNamesOfTheirOwnAndOneSentenceEach() {
    let names = Scenario.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { Scenario.named($0)?.name == $0 })
    #expect(Scenario.all.allSatisfy { $0.summary.hasSuffix(".") && !$0.summary.contains("\n") })
    #expect(Scenario.named("nonsense") == nil)
  }

  @Test(arguments: [
    ("success", "successful", 100, "SUCCESS"),
    ("partial", "successful", 100, "FAILED"),
    ("approval", "successful", 100, "SUCCESS"),
    ("failure", "failed", 70, "FAILED"),
    ("slow", "successful", 100, "SUCCESS"),
    ("stall", "inprogress", 40, "PENDING"),
    ("stale", "successful", 100, "SUCCESS"),
    ("never", "successful", 100, "SUCCESS"),
    ("superseded", "inprogress", 5, "PENDING"),
    ("flaky", "successful", 100, "SUCCESS"),
    ("rate-limited", "successful", 100, "SUCCESS"),
    ("unknown-status", "paused", 30, "PENDING"),
  ])
  func playsToItsLastFrame(name: String, status: String, percentage: Int, mortgage: String)
    async throws
  {
    let last = try #require(try await poll(name, times: 60).compactMap(\.job).last)
    #expect(last.status == status)
    #expect(last.percentageComplete == percentage)
    #expect(last.statusSummary.count == 9)
    #expect(last.statusSummary.first { $0.name == "Mortgage" }?.status == mortgage)
    #expect(last.streamId == "st-1")
  }

  @Test func showsItsProgressInManySteps() async throws {
    let percentages = try await poll("success", times: 8).compactMap(\.job?.percentageComplete)
    #expect(percentages == [0, 12, 25, 40, 60, 78, 92, 100])
  }

  @Test func failsWithAReasonAndLeavesTheRestPending() async throws {
    let job = try #require(try await poll("failure", times: 7).last?.job)
    #expect(job.statusSummary[6].result?.message?.isEmpty == false)
    #expect(job.statusSummary[7...].allSatisfy { $0.status == "PENDING" })
  }

  @Test func givesAReasonWhereASuccessfulJobHasAFailedDialog() async throws {
    let job = try #require(try await poll("partial", times: 8).last?.job)
    #expect(job.statusSummary[6].errors?.first?.msg?.isEmpty == false)
  }

  @Test func leavesADialogAwaitingApproval() async throws {
    let job = try #require(try await poll("approval", times: 8).last?.job)
    let states = job.statusSummary.compactMap(\.result?.state)
    #expect(states == ["published", "awaitingApproval", "published"])
  }

  @Test func showsThePreviousJobBeforeTheNewOne() async throws {
    let jobs = try await poll("stale", times: 2, now: { SteppingClock.noon }).compactMap(\.job)
    #expect(jobs.map(\.id) == [jobID(0), jobID(1)])
    #expect(jobs.map(\.status) == ["successful", "inprogress"])
    #expect(
      jobs.map(\.requestedTime) == ["2026-01-01T11:00:00.000Z", "2026-01-01T12:00:00.000Z"])
  }

  @Test(arguments: [1, 1000, 1e9])
  func replacesTheJobByALaterOneAtAnySpeed(speed: Double) async throws {
    let exchanges = try await poll("superseded", times: 3, now: { SteppingClock.noon }) {
      $0.speed = speed
    }
    let jobs = exchanges.compactMap(\.job)
    #expect(jobs.map(\.id) == [jobID(1), jobID(1), jobID(2)])
    #expect(jobs[2].requestedTime > jobs[0].requestedTime)
  }

  @Test(arguments: [
    ("unauthorized", 401, "Invalid JWT token"),
    ("forbidden", 401, "Permission denied. Scope is incorrect!"),
    ("unknown-bot", 400, "Invalid StreamId"),
    ("html", 200, "<title>Sign in</title>"),
    ("redirect", 302, ""),
    ("unpublished", 200, "{}"),
  ])
  func refusesAStatusAndAPublishAlike(name: String, status: Int, text: String) async throws {
    try await withSimulator(name) { client in
      for exchange in [
        try await client.get("/api/public/bot/st-1/publish/status"),
        try await client.post("/api/public/bot/st-1/publish", body: validPublish),
      ] {
        #expect(exchange.status == status)
        #expect(text.isEmpty || exchange.body.contains(text))
      }
    }
  }

  @Test(arguments: [SimulatorSettings.Pace.perRequest, .clock])
  func showsEveryFaultOnceBeforeTheEnd(pace: SimulatorSettings.Pace) async throws {
    // Each look at the clock is a minute later: by time alone the second poll would see the end.
    let clock = SteppingClock(step: 60)
    let exchanges = try await poll("flaky", times: 16, now: { clock.next() }) { $0.pace = pace }
    #expect(
      exchanges.prefix(8).map(\.summary) == [
        "job", "500 JSON", "job", "lost", "lost", "job", "502 HTML", "503 JSON",
      ])
    #expect(exchanges.dropFirst(8).allSatisfy { $0.summary == "job" })
    #expect(exchanges.prefix(8).allSatisfy { $0.job?.status != "successful" })
    #expect(exchanges.last?.job?.status == "successful")
  }

  @Test(arguments: [(1.0, "2"), (0.5, "4"), (4, "1"), (1e-300, "86400")])
  func dividesRetryAfterByTheSpeed(speed: Double, seconds: String) async throws {
    let exchanges = try await poll("rate-limited", times: 5, configure: { $0.speed = speed })
    #expect(exchanges.map(\.status) == [200, 200, 429, 400, 200])
    #expect(exchanges[2...3].map(\.retryAfter) == [seconds, seconds])
    #expect(exchanges[2...3].allSatisfy { $0.body.contains("exceeded the per-minute rate limit") })
  }

  @Test func followsTheClockAtItsSpeed() async throws {
    let clock = SteppingClock(step: 1)
    let jobs = try await poll("success", times: 6, now: { clock.next() }) {
      $0.pace = .clock
      $0.speed = 2
    }.compactMap(\.job)
    #expect(jobs.map(\.percentageComplete) == [0, 25, 40, 78, 100, 100])
    #expect(Set(jobs.map(\.requestedTime)) == ["2026-01-01T12:00:01.000Z"])
    #expect(jobs.last?.lastModifiedOn == "2026-01-01T12:00:05.000Z")
  }
}
