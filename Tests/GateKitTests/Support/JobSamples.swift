import TestSupport
import Testing

@testable import GateKit

extension VirtualRun {
  /// Plays results in order, each at once; asking more often than the script says is a failure.
  static func run(
    _ settings: GateSettings = .forTests, _ results: [Result<StatusSnapshot, RequestFailure>]
  ) async -> VirtualRun {
    await run(settings) { request, now in
      guard results.indices.contains(request.number - 1) else {
        Issue.record("request \(request.number) was not expected")
        return nil
      }
      return (.zero, Reply(results[request.number - 1], at: now))
    }
  }
}

extension PublishJob {
  /// A job of the tests' bot.
  ///
  /// - Parameter age: how long before the gate's start it was requested; nil leaves it undated.
  static func sample(
    id: String? = "ds-1", bot: String? = "st-1", _ status: String = "inprogress",
    percentage: Double? = nil, age: Duration? = .seconds(10), resources: [Resource]? = [.sample()]
  ) -> PublishJob {
    PublishJob(
      id: id.map { UntrustedText($0) }, streamID: bot.map { UntrustedText($0) },
      status: JobStatus(UntrustedText(status)), percentage: percentage,
      requestedTime: age.map { VirtualRun.start - $0 }, resources: resources)
  }
}

extension Resource {
  static func sample(
    _ type: String? = "dialog", _ name: String? = "Pay Bill", status: String = "SUCCESS",
    id: String? = nil, reason: String? = nil, state: String? = nil
  ) -> Resource {
    Resource(
      id: id.map { UntrustedText($0) }, type: type.map { UntrustedText($0) },
      name: name.map { UntrustedText($0) }, status: ResourceStatus(UntrustedText(status)),
      reason: reason.map { UntrustedText($0) },
      liveState: state.map { LiveState(UntrustedText($0)) })
  }
}

/// A result with a job.
func shows(_ job: PublishJob) -> Result<StatusSnapshot, RequestFailure> { .success(.job(job)) }

/// A result with a failure.
func fails(
  _ kind: RequestFailure.Kind, retryAfter: Duration? = nil
) -> Result<StatusSnapshot, RequestFailure> {
  .failure(RequestFailure(kind, "it broke", retryAfter: retryAfter))
}
