import KoreSimulator
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the suites about the simulator have in common.
protocol SimulatorTesting {}

extension SimulatorTesting {
  var validPublish: String { #"{"versionComment":"a comment","initiateTraining":true}"# }

  func scenario(_ name: String) throws -> Scenario {
    try #require(Scenario.named(name))
  }

  func jobID(_ digit: Int) -> String {
    "ds-00000000-0000-4000-8000-00000000000\(digit)"
  }

  /// A request for the status of the bot `st-1`, as it goes over the connection.
  var statusRequest: String {
    "GET /api/public/bot/st-1/publish/status HTTP/1.1\r\nhost: x\r\nauth: token\r\n\r\n"
  }

  /// Runs the body against a simulator that plays by request, unless it is configured otherwise.
  func withSimulator(
    _ name: String, now: @escaping @Sendable () -> Date = { Date() },
    configure: (inout SimulatorSettings) -> Void = { _ in },
    body: (SimulatorClient) async throws -> Void
  ) async throws {
    try await withSimulator(try scenario(name), now: now, configure: configure, body: body)
  }

  /// The same for a scenario that is not in the catalog.
  func withSimulator(
    _ scenario: Scenario, now: @escaping @Sendable () -> Date = { Date() },
    configure: (inout SimulatorSettings) -> Void = { _ in },
    body: (SimulatorClient) async throws -> Void
  ) async throws {
    var settings = SimulatorSettings(scenario: scenario, pace: .perRequest)
    configure(&settings)
    try await Simulator(settings, now: now).start().serving { port in
      try await body(SimulatorClient(port: port))
    }
  }

  /// What a client sees that asks for the status a number of times.
  func poll(
    _ name: String, times: Int, now: @escaping @Sendable () -> Date = { Date() },
    configure: (inout SimulatorSettings) -> Void = { _ in }
  ) async throws -> [Exchange] {
    var exchanges: [Exchange] = []
    try await withSimulator(name, now: now, configure: configure) { client in
      for _ in 0..<times { exchanges.append(try await client.status()) }
    }
    return exchanges
  }
}
