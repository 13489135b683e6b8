import Dispatch
import GateKit
import KoreAPI
import Synchronization

/// Writes the reports on a thread of its own, so that no work on them, however much, keeps the gate
/// from its deadline or from a signal.
///
/// Of the records that come while one is being written, only the newest is written, and nothing is
/// written after the last one.
final class ReportWriter: Sendable {
  private struct State {
    /// The newest record that waits.
    var waiting: RunRecord?
    /// Whether the last record has come: the writing of an older one is then given up.
    var isEnding = false
    /// What could not be written since ``takeFailure()`` was called last.
    var failure: RunReports.Failure?
  }

  private let reports: RunReports
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "reports")

  init(_ reports: RunReports) {
    self.reports = reports
  }

  /// Writes the first record, and says what could not be written.
  func writeFirst(_ record: RunRecord) async -> RunReports.Failure? {
    await onQueue { reports in
      reports.removeAbandoned()
      return reports.write(record, at: .start)
    }
  }

  /// Has a record written soon.
  func write(_ record: RunRecord) {
    let isAlone = state.withLock { state in
      defer { state.waiting = record }
      return state.waiting == nil
    }
    guard isAlone else { return }
    queue.async { [self] in
      guard let record = state.withLock({ $0.waiting.take() }) else { return }
      let failure = reports.write(record, at: .change) { self.state.withLock(\.isEnding) }
      if let failure { state.withLock { $0.failure = failure } }
    }
  }

  /// What could not be written since the last call.
  func takeFailure() -> RunReports.Failure? { state.withLock { $0.failure.take() } }

  /// Writes the last record to the files, and says what could not be written.
  func writeLast(_ record: RunRecord) async -> RunReports.Failure? {
    state.withLock { state in
      state.isEnding = true
      state.waiting = nil
    }
    return await onQueue { $0.write(record, at: .end) }
  }

  /// Writes the last record to devices and pipes, and says what could not be written.
  func send(_ record: RunRecord) async -> RunReports.Failure? {
    await onQueue { $0.send(record) }
  }

  private func onQueue(
    _ work: @escaping @Sendable (RunReports) -> RunReports.Failure?
  ) async -> RunReports.Failure? {
    await queue.result { [reports] in work(reports) }
  }
}
