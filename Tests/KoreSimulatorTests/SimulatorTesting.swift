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

  /// Runs the body against a simulator that plays by request, unless it is configured otherwise.
  func withSimulator(
    _ name: String, now: @escaping @Sendable () -> Date = { Date() },
    configure: (inout SimulatorSettings) -> Void = { _ in },
    body: (SimulatorClient) async throws -> Void
  ) async throws {
    var settings = SimulatorSettings(scenario: try scenario(name), pace: .perRequest)
    configure(&settings)
    let port = try await Simulator(settings, now: now).start()
    try await body(SimulatorClient(port: port))
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
