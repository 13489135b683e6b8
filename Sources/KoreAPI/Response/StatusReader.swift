import GateKit
import NIOCore
import Synchronization

/// Reads the bodies of good answers, and knows the last job again by its bytes.
///
/// Most answers of a run say what the one before said, and an answer may be megabytes long. The job
/// that is known again shares its resources with the one before, so that the two compare at once.
package final class StatusReader: Sendable {
  private struct Reading {
    let body: ResponseBody
    let sighting: StatusSnapshot
  }

  private let last = Mutex<Reading?>(nil)

  package init() {}

  /// What ``ResponseBody/sighting()`` says, which depends on nothing but the body.
  func sighting(in body: ResponseBody) throws(UnexpectedBody) -> StatusSnapshot {
    if let last = last.withLock(\.self), last.body == body { return last.sighting }
    let sighting = try body.sighting()
    // The body of an answer without a job is short, and may have no bytes to compare.
    if case .job = sighting { last.withLock { $0 = Reading(body: body, sighting: sighting) } }
    return sighting
  }
}
