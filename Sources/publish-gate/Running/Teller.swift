import GateKit
import KoreAPI
import Synchronization

/// Hands each event to the record, the reports and the console.
struct Teller {
  private var record: GateRecord
  private let renderer: any EventRenderer
  private let console: Console
  private let reports: RunReports
  private let ciFiles: CIFiles
  private let output: OutputSettings
  /// What the bar draws, shared with the task that draws it.
  private let latest: LatestRecord
  /// Nil when there is none to draw.
  private let bar: LiveBar?
  private var hasWarnedOfReport = false

  init(
    record: GateRecord, output: OutputSettings, console: Console, secrets: SecretRegistry,
    reportEnvironment: JUnitReport.Environment, environment: [String: String]
  ) {
    ciFiles = CIFiles(
      output, environment: environment, reportEnvironment: reportEnvironment, secrets: secrets)
    let display = Display(output: output, environment: environment)
    self.record = record
    self.output = output
    renderer = display.renderer
    bar = display.bar
    self.console = console
    reports = RunReports(output, environment: reportEnvironment, secrets: secrets)
    latest = LatestRecord(record)
  }

  /// Draws the bar until the task is cancelled; nil when there is no bar.
  func startBar(elapsed: @escaping @Sendable () -> Duration) -> Task<Void, Never>? {
    guard let bar else { return nil }
    return Task { [console, latest] in
      while !Task.isCancelled {
        console.drawBar(
          bar.text(of: latest.value, elapsed: elapsed(), width: Terminal.barWidth))
        try? await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  /// Takes the bar away for good.
  func endBar(_ ticker: Task<Void, Never>?) async {
    ticker?.cancel()
    await ticker?.value
    console.clearBar()
  }

  /// Writes every report for the first time.
  ///
  /// - Returns: why the run must not begin, or nil when that worked.
  mutating func writeFirstReports() -> Verdict? {
    guard let failure = reports.write(record, at: .start) else { return nil }
    hasWarnedOfReport = true
    return Verdict(.reportNotWritten, failure.warning.description, advice: failure.advice)
  }

  mutating func tell(_ event: Event) {
    let changesReport = record.apply(event)
    latest.value = record
    show(event)
    guard changesReport, let failure = reports.write(record, at: .change), !hasWarnedOfReport
    else { return }
    hasWarnedOfReport = true
    warn(failure.warning, at: event)
  }

  /// Writes the last reports, then the last line.
  ///
  /// - Returns: the outcome, which is no longer *passed* when a report could not be written.
  mutating func tellEnd(_ verdict: Verdict, at elapsed: Duration, time: Timestamp) -> Outcome {
    var verdict = verdict
    _ = record.apply(Event(elapsed: elapsed, time: time, kind: .ended(verdict)))
    if let failure = reports.write(record, at: .end) {
      if verdict.outcome == .passed {
        verdict = Verdict(
          .reportNotWritten, "\(verdict.reason), but the gate \(failure.warning.description)",
          advice: failure.advice)
        _ = record.apply(Event(elapsed: elapsed, time: time, kind: .ended(verdict)))
        // The others are there, and still say that the gate passed.
        _ = reports.write(record, at: .end)
      } else if !hasWarnedOfReport {
        warn(failure.warning, at: Event(elapsed: elapsed, time: time, kind: .ended(verdict)))
      }
    }
    let ended = Event(elapsed: elapsed, time: time, kind: .ended(verdict))
    let handover = ciFiles.write(record)
    for warning in handover.warnings { warn(warning, at: ended) }
    console.write(output.announced(handover))
    show(ended)
    return verdict.outcome
  }

  /// Shows the end where that takes longer than writing a file, unless a signal comes.
  func annotate(unless interruptions: Interruptions) async {
    _ = await interruptions.orSignal { [ciFiles, record] in await ciFiles.annotate(record) }
  }

  private func show(_ event: Event) {
    console.write(renderer.lines(for: event, in: record))
  }

  /// Tells of something that went wrong with the telling itself.
  private mutating func warn(_ warning: Warning, at event: Event) {
    let warned = Event(elapsed: event.elapsed, time: event.time, kind: .warning(warning))
    _ = record.apply(warned)
    show(warned)
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
