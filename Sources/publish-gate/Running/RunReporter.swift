import GateKit
import KoreAPI
import Synchronization

/// Hands the events to the record, the reports and the console.
struct RunReporter {
  /// How long the log may take before a report is written to the same stream.
  private static let patience: Duration = .milliseconds(250)

  private var record: RunRecord
  private let renderer: any EventRenderer
  private let console: Console
  private let reports: RunReports
  private let writer: ReportWriter
  private let ciFiles: CIFiles
  private let output: OutputSettings
  /// What the bar draws, shared with the task that draws it.
  private let latest: LatestRecord
  /// Nil when there is none to draw.
  private let bar: LiveBar?
  private var hasWarnedOfReport = false

  init(
    record: RunRecord, output: OutputSettings, console: Console, secrets: SecretRegistry,
    reportOrigin: ReportOrigin, environment: [String: String]
  ) {
    ciFiles = CIFiles(
      output, environment: environment, reportOrigin: reportOrigin, secrets: secrets)
    let display = Display(output: output, environment: environment)
    self.record = record
    self.output = output
    renderer = display.renderer
    bar = display.bar
    self.console = console
    reports = RunReports(output, environment: reportOrigin, secrets: secrets)
    writer = ReportWriter(reports)
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
  mutating func writeFirstReports() async -> Verdict? {
    guard let failure = await writer.writeFirst(record) else { return nil }
    hasWarnedOfReport = true
    return Verdict(.reportNotWritten, failure.warning.description, advice: failure.advice)
  }

  /// Shows the events of one step, in order, and has the reports written that then tell of them.
  mutating func tell(_ events: [Event]) {
    var changesReport = false
    for event in events {
      changesReport = record.apply(event) || changesReport
      show(event)
    }
    latest.value = record
    if changesReport { writer.write(record) }
    // That of an earlier step: nobody waits for those of this one.
    if let failure = writer.takeFailure(), !hasWarnedOfReport, let event = events.last {
      hasWarnedOfReport = true
      warn(failure.warning, at: event)
    }
  }

  /// Writes the last reports, then the last line.
  ///
  /// - Returns: the outcome, which is no longer *passed* when a report could not be written.
  mutating func tellEnd(
    _ verdict: Verdict, at elapsed: Duration, time: Timestamp
  ) async -> Outcome {
    var verdict = verdict
    _ = record.apply(Event(elapsed: elapsed, time: time, kind: .ended(verdict)))
    await take(await writer.writeLast(record), into: &verdict, at: elapsed, time: time)
    if reports.haveStreams {
      // One of them may be the stream of the log.
      await console.flush(within: Self.patience)
      await take(await writer.send(record), into: &verdict, at: elapsed, time: time)
    }
    let ended = Event(elapsed: elapsed, time: time, kind: .ended(verdict))
    let handover = ciFiles.write(record)
    for warning in handover.warnings { warn(warning, at: ended) }
    console.write(output.announced(handover))
    show(ended)
    return verdict.outcome
  }

  /// Tells of a last report that could not be written, which turns *passed* into an outcome of its
  /// own.
  private mutating func take(
    _ failure: RunReports.Failure?, into verdict: inout Verdict, at elapsed: Duration,
    time: Timestamp
  ) async {
    guard let failure else { return }
    guard verdict.outcome == .passed else {
      guard !hasWarnedOfReport else { return }
      hasWarnedOfReport = true
      return warn(
        failure.warning, at: Event(elapsed: elapsed, time: time, kind: .ended(verdict)))
    }
    verdict = Verdict(
      .reportNotWritten, "\(verdict.reason), but the gate \(failure.warning.description)",
      advice: failure.advice)
    hasWarnedOfReport = true
    _ = record.apply(Event(elapsed: elapsed, time: time, kind: .ended(verdict)))
    // The others are there, and still say that the gate passed.
    _ = await writer.writeLast(record)
  }

  /// Shows the end where that takes longer than writing a file, unless a signal comes.
  func annotate(unless interruptions: TerminationSignals) async {
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
  private let storage: Mutex<RunRecord>

  init(_ record: RunRecord) {
    storage = Mutex(record)
  }

  var value: RunRecord {
    get { storage.withLock { $0 } }
    set { storage.withLock { $0 = newValue } }
  }
}
