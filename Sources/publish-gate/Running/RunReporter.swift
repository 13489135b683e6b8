import GateKit
import KoreAPI
import Synchronization

/// Tells of a run: puts each event into its record, and shows what that then says on the console, in
/// the reports and to the CI.
///
/// Every ending goes through here, also that of a run that does not start.
struct RunReporter {
  /// How long the log may take before a report is written to the same stream.
  private static let patience: Duration = .milliseconds(250)

  private var record: RunRecord
  private var renderer: any EventRenderer
  private let output: OutputSettings
  private let console: Console
  private let signals: TerminationSignals
  private let reports: RunReports
  private let writer: ReportWriter
  private let ciFiles: CIFiles
  /// Nil when there is none to draw.
  private let bar: LiveBar?
  /// What the bar draws, shared with the task that draws it.
  private let latest: LatestRecord
  private var hasWarnedOfReport = false

  /// Tells of a run that has not begun.
  init(of bot: BotReference, output: OutputSettings, in process: ProcessContext) {
    self.init(
      RunRecord(bot: bot, startedAt: .now, policy: ResourcePolicy()), output: output, in: process)
  }

  /// - Parameter server: the host that is asked, empty when none is.
  init(
    _ record: RunRecord, output: OutputSettings, server: String = "", in process: ProcessContext
  ) {
    let origin = ReportOrigin(
      hostname: POSIX.hostname ?? "", server: server, gateVersion: BuildInfo.current)
    let display = Display(output: output, environment: process.environment)
    self.record = record
    self.output = output
    renderer = display.renderer
    bar = display.bar
    console = process.console
    signals = process.signals
    reports = RunReports(output, environment: origin, secrets: process.secrets)
    writer = ReportWriter(reports)
    ciFiles = CIFiles(
      output, environment: process.environment, reportOrigin: origin, secrets: process.secrets)
    latest = LatestRecord(record)
    console.maskSecrets(for: output.dialect)
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
  mutating func emit(_ events: [Event]) {
    var changesReport = false
    for event in events {
      changesReport = record.apply(event) || changesReport
      show(event)
    }
    latest.value = record
    if changesReport { writer.write(record) }
    // The failure is that of an earlier step: nobody waits for the reports of this one.
    if let failure = writer.takeFailure(), !hasWarnedOfReport, let event = events.last {
      hasWarnedOfReport = true
      warn(failure.warning, at: event)
    }
  }

  /// Tells why a run does not start, where people look for it, and then as the end of one.
  ///
  /// Without its report, one of the run before could still lie there and be read as this one's.
  ///
  /// - Parameter usage: further lines for people.
  mutating func refuse(_ error: StartError, usage: String = "") async -> Outcome {
    let lines = error.sentences.map { OutputLine(.standardError, "error: \($0)") }
    console.write(lines + (usage.isEmpty ? [] : [OutputLine(.standardError, usage)]))
    renderer = Display.rendererForPrograms(output)
    // A report that cannot be written either would hide what is to be fixed first.
    hasWarnedOfReport = true
    reports.removeAbandoned()
    return await end(Verdict(error.outcome, error.reason), at: .zero, time: record.startedAt)
  }

  /// Writes the last reports, then the last line, and at last what takes longer than a file.
  ///
  /// - Returns: the outcome, which is no longer *passed* when a report could not be written.
  mutating func end(
    _ verdict: Verdict, at elapsed: Duration, time: Timestamp
  ) async -> Outcome {
    var ended = Event(elapsed: elapsed, time: time, kind: .ended(verdict))
    _ = record.apply(ended)
    await take(await writer.writeLast(record), into: &ended)
    if reports.haveStreams {
      // One of them may be the stream of the log.
      await console.flush(within: Self.patience)
      await take(await writer.send(record), into: &ended)
    }
    let result = ciFiles.write(record)
    for warning in result.warnings { warn(warning, at: ended) }
    console.write(result.announcements)
    show(ended)
    let outcome = record.verdict?.outcome ?? verdict.outcome
    signals.settle(outcome)
    _ = await signals.orSignal { [ciFiles, record] in await ciFiles.annotate(record) }
    return outcome
  }

  /// Takes in that a last report could not be written, which turns *passed* into an outcome of its
  /// own.
  private mutating func take(_ failure: RunReports.Failure?, into ended: inout Event) async {
    guard let failure, let verdict = record.verdict else { return }
    let wasKnown = hasWarnedOfReport
    hasWarnedOfReport = true
    guard verdict.outcome == .passed else {
      if !wasKnown { warn(failure.warning, at: ended) }
      return
    }
    let doubted = Verdict(
      .reportNotWritten, "\(verdict.reason), but the gate \(failure.warning.description)",
      advice: failure.advice)
    ended = Event(elapsed: ended.elapsed, time: ended.time, kind: .ended(doubted))
    _ = record.apply(ended)
    // The other reports are there already, and say that the gate passed.
    _ = await writer.writeLast(record)
  }

  private func show(_ event: Event) {
    console.write(renderer.lines(for: event, in: record))
  }

  /// Tells of a report, or of a file of the CI, that could not be written.
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
