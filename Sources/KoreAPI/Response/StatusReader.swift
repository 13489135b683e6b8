import GateKit
import NIOCore
import Synchronization

/// Reads the bodies of good answers, and reads a body that comes again only once.
///
/// Most answers of a run repeat the answer before, and an answer may be megabytes long. The job of a
/// repeated body shares its resources with the job before, so that comparing the two takes no time.
final class StatusReader: Sendable {
  private let last = Mutex<(body: ResponseBody, snapshot: StatusSnapshot)?>(nil)

  /// The same as ``ResponseBody/snapshot()``, which depends on nothing but the body.
  func snapshot(in body: ResponseBody) throws(UnexpectedBody) -> StatusSnapshot {
    if let last = last.withLock(\.self), last.body == body { return last.snapshot }
    let snapshot = try body.snapshot()
    // The body of an answer without a job is short, and may have no bytes to compare.
    if case .job = snapshot { last.withLock { $0 = (body, snapshot) } }
    return snapshot
  }
}
