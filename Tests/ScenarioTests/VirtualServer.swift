import GateKit
import NIOCore
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@testable import KoreAPI
@testable import KoreSimulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The simulator in virtual time and without a network: its own routes answer each request, and the
/// client's own reader reads the answer.
struct VirtualServer {
  private let clock = VirtualClock()
  private let routes: StatusRoutes

  init(playing scenario: String, pace: SimulatorSettings.Pace) throws {
    routes = StatusRoutes(
      settings: SimulatorSettings(scenario: try #require(Scenario.named(scenario)), pace: pace),
      now: { [clock] in clock.date })
  }

  func result(at now: Duration) -> Result<StatusSnapshot, RequestFailure> {
    clock.elapsed.withLock { $0 = now }
    let request = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: "/api/public/bot/st-demo/publish/status",
      headers: ["auth": "a token"])
    let response = routes.response(to: request, body: nil)
    switch response.delivery {
    case .whole:
      return Self.result(of: response, at: now)
    case .cut:
      return .failure(
        RequestFailure(.connection, "the connection closed in the middle of the answer"))
    case .reset:
      return .failure(RequestFailure(.connection, "connection reset"))
    case .wholeThenClosed, .wholeThenClosedAtNextRequest, .trickled, .stalled:
      Issue.record("no scenario of the catalog delivers an answer like this")
      return .failure(RequestFailure(.connection, "not played"))
    }
  }

  static func result(
    of response: Response, at now: Duration
  ) -> Result<StatusSnapshot, RequestFailure> {
    ResponseClassifier(
      status: Int(response.status.code), headers: response.headers, body: response.body,
      now: VirtualRun.start + now
    ).result
  }
}

private final class VirtualClock: Sendable {
  let elapsed = Mutex(Duration.zero)

  var date: Date {
    let now = VirtualRun.start + elapsed.withLock { $0 }
    return Date(timeIntervalSince1970: Double(now.millisecondsSinceEpoch) / 1_000)
  }
}
