import GateKit
import KoreAPI

/// One run of the gate with live parts: server, clock, console, report and signals.
struct LiveRun {
  let settings: GateSettings
  let output: OutputSettings
  let source: any StatusSource
  let reportOrigin: ReportOrigin
  let console: Console
  let environment: [String: String]
  /// What must not leave the program.
  let secrets: SecretRegistry
  let interruptions: TerminationSignals
  /// What is known to be odd before the first request.
  let warnings: [Warning]

  /// Runs to the end, and says how it ended once the report and the last line are out.
  func run() async -> Outcome {
    let clock = ContinuousClock()
    let start = clock.now
    let startedAt = Timestamp.now
    var teller = RunReporter(
      record: RunRecord(bot: settings.bot, startedAt: startedAt, policy: settings.resources),
      output: output, console: console, secrets: secrets, reportOrigin: reportOrigin,
      environment: environment)

    // Before anything is asked: a report that cannot be written is known at once, and whatever
    // kills the gate from here on leaves one that says that it had not finished.
    if let verdict = await teller.writeFirstReports() {
      return await end(&teller, verdict, at: .zero, time: startedAt)
    }
    teller.tell(
      warnings.map { Event(elapsed: .zero, time: startedAt, kind: .warning($0)) })

    let ticker = teller.startBar { start.duration(to: clock.now) }
    var driver = LivePollingDriver(
      source: source, clock: clock, interruptions: interruptions.signals)
    let verdict = await driver.poll(
      settings, startedAt: startedAt, generator: SystemRandomNumberGenerator()
    ) { teller.tell($0) }
    driver.stop()
    await teller.endBar(ticker)
    let elapsed = driver.elapsed
    return await end(&teller, verdict, at: elapsed, time: startedAt + elapsed)
  }

  private func end(
    _ teller: inout RunReporter, _ verdict: Verdict, at elapsed: Duration, time: Timestamp
  ) async -> Outcome {
    let outcome = await teller.tellEnd(verdict, at: elapsed, time: time)
    interruptions.settle(outcome)
    await teller.annotate(unless: interruptions)
    return outcome
  }
}
