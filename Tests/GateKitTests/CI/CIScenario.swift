import TestSupport

@testable import GateKit

/// Runs of every kind, for the goldens of each dialect.
enum CIScenario: String, CaseIterable {
  case success
  case failure
  case partial
  case never
  case flaky
  case timedOut
  case approval
  case tolerated

  func settings() throws -> GateSettings {
    var settings = GateSettings.forTests
    settings.limits.total = .seconds(10)
    settings.limits.start = .seconds(5)
    if self == .tolerated {
      settings.resources.allowed = [try ResourcePattern(parsing: "smalltalk:*")]
    }
    return settings
  }

  func play() async throws -> VirtualRun {
    let results = results
    return await VirtualRun.run(try settings()) { request, now in
      let result = results[min(request.number, results.count) - 1]
      return (.milliseconds(20), Reply(result, at: now))
    }
  }

  /// The record of the whole run.
  func record() async throws -> RunRecord {
    RunRecord(telling: try await play().story, policy: try settings().resources)
  }

  /// What the server answers in turn; the last answer stays.
  private var results: [Result<StatusSnapshot, RequestFailure>] {
    switch self {
    case .success: [Self.running, Self.ended("successful", 100)]
    case .failure:
      [
        Self.running,
        Self.ended("failed", 66.6, find: "FAILED", reason: "50% of it; [locked], says 'Bob' | é"),
      ]
    case .partial: [Self.running, Self.ended("successful", 100, find: "FAILED", reason: "locked")]
    case .never: [.success(.noJob)]
    case .flaky:
      [
        Self.running,
        .failure(
          RequestFailure(.serverFault, "HTTP 503", serverMessage: UntrustedText("a\r\n::error::b"))),
        Self.ended("successful", 100),
      ]
    case .timedOut: [Self.running]
    case .approval: [Self.running, Self.ended("successful", 100, state: "awaitingApproval")]
    case .tolerated: [Self.running, Self.ended("successful", 100, talk: "FAILED")]
    }
  }

  private static let running = shows(
    .sample(percentage: 40, resources: resources(find: "INPROGRESS", talk: "PENDING")))

  private static func ended(
    _ status: String, _ percentage: Double, find: String = "SUCCESS", reason: String? = nil,
    state: String? = nil, talk: String = "SUCCESS"
  ) -> Result<StatusSnapshot, RequestFailure> {
    shows(
      .sample(
        status, percentage: percentage,
        resources: resources(find: find, reason: reason, state: state, talk: talk)))
  }

  private static func resources(
    find: String, reason: String? = nil, state: String? = nil, talk: String
  ) -> [Resource] {
    [
      .sample("SETTINGS", "Settings", id: "se-1"),
      .sample("dialog", "Find: A, B", status: find, id: "dg-1", reason: reason, state: state),
      .sample("smalltalk", "Small Talk", status: talk, id: "sm-1"),
    ]
  }
}
