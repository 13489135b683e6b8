import GateKit
import Synchronization

/// Hands each event to the record, the report and the console, in this order.
struct Teller {
  private var record: GateRecord
  private let renderer: any EventRenderer
  private let console: Console
  private let report: ReportFile?
  private let reportEnvironment: JUnitReport.Environment
  /// What the bar draws, shared with the task that draws it.
  private let latest: LatestRecord
  private let showsBar: Bool
  private var hasWarnedOfReport = false

  init(
    record: GateRecord, output: OutputSettings, reportEnvironment: JUnitReport.Environment,
    environment: [String: String]
  ) {
    let display = Display(output: output, environment: environment)
    self.record = record
    self.reportEnvironment = reportEnvironment
    renderer = display.renderer
    console = Console(bar: display.bar)
    showsBar = display.bar != nil
    report = output.reportPath.map(ReportFile.init)
    latest = LatestRecord(record)
  }

  /// Draws the bar until the task is cancelled; nil when there is no bar.
  func startBar(elapsed: @escaping @Sendable () -> Duration) -> Task<Void, Never>? {
    guard showsBar else { return nil }
    return Task { [console, latest] in
      while !Task.isCancelled {
        await console.drawBar(latest.value, elapsed: elapsed())
        try? await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  /// Takes the bar away for good.
  func endBar(_ ticker: Task<Void, Never>?) async {
    ticker?.cancel()
    await ticker?.value
    await console.clearBar()
  }

  mutating func tell(_ event: Event) async {
    let changesReport = record.apply(event)
    latest.value = record
    await console.write(renderer.lines(for: event, in: record))
    guard changesReport, let failure = writeReport(), !hasWarnedOfReport else { return }
    hasWarnedOfReport = true
    let warning = Event(elapsed: event.elapsed, time: event.time, kind: .warning(failure))
    await console.write(renderer.lines(for: warning, in: record))
  }

  /// Writes the last report, then the last line.
  ///
  /// - Returns: the outcome, which is no longer *passed* when the report could not be written.
  mutating func tellEnd(_ verdict: Verdict, at elapsed: Duration, time: Timestamp) async -> Outcome
  {
    var ended = Event(elapsed: elapsed, time: time, kind: .ended(verdict))
    _ = record.apply(ended)
    var outcome = verdict.outcome
    if let failure = writeReport() {
      if outcome == .passed {
        outcome = .reportNotWritten
        let reason = "\(verdict.reason), but the gate \(failure.description)"
        ended = Event(
          elapsed: elapsed, time: time, kind: .ended(Verdict(outcome, reason)))
        _ = record.apply(ended)
      } else if !hasWarnedOfReport {
        let warning = Event(elapsed: elapsed, time: time, kind: .warning(failure))
        await console.write(renderer.lines(for: warning, in: record))
      }
    }
    await console.write(renderer.lines(for: ended, in: record))
    return outcome
  }

  /// Writes the report of the record as it is; nil when that worked or none is wanted.
  func writeReport() -> Warning? {
    guard let report else { return nil }
    do {
      try report.write(JUnitReport(of: record, environment: reportEnvironment).xml)
      return nil
    } catch {
      return .reportNotWritten(path: report.path, reason: error.reason)
    }
  }
}

/// The newest record, for the task that draws the bar.
private final class LatestRecord: Sendable {
  private let storage: Mutex<GateRecord>

  init(_ record: GateRecord) {
    storage = Mutex(record)
  }

  var value: GateRecord {
    get { storage.withLock { $0 } }
    set { storage.withLock { $0 = newValue } }
  }
}
