import GateKit
import KoreAPI

/// One run of the gate with live parts: server, clock and signals.
struct LiveRun {
  let settings: GateSettings
  let output: OutputSettings
  let endpoint: StatusEndpoint
  let transport: TransportSettings
  let tokens: any TokenSource
  /// What is known to be odd before the first request.
  var warnings: [Warning] = []

  /// Runs to the end, and says how it ended once the report and the last line are out.
  func run(in process: ProcessContext) async -> Outcome {
    let clock = ContinuousClock()
    let start = clock.now
    let startedAt = Timestamp.now
    var reporter = RunReporter(
      RunRecord(bot: settings.bot, startedAt: startedAt, policy: settings.resources),
      output: output, server: endpoint.authority, in: process)

    // Before anything is asked: a report that cannot be written is known at once, and whatever
    // kills the gate from here on leaves one that says that it had not finished.
    if let verdict = await reporter.writeFirstReports() {
      return await reporter.end(verdict, at: .zero, time: startedAt)
    }
    reporter.emit(warnings.map { Event(elapsed: .zero, time: startedAt, kind: .warning($0)) })

    let bar = reporter.startBar { start.duration(to: clock.now) }
    var driver = LivePollingDriver(
      source: client(of: process), clock: clock, interruptions: process.signals.stream)
    let verdict = await driver.poll(
      settings, startedAt: startedAt, generator: SystemRandomNumberGenerator()
    ) { reporter.emit($0) }
    driver.stop()
    await reporter.endBar(bar)
    let elapsed = driver.elapsed
    return await reporter.end(verdict, at: elapsed, time: startedAt + elapsed)
  }

  private func client(of process: ProcessContext) -> KoreClient {
    KoreClient(
      clients: transport.makeClients(for: endpoint), endpoint: endpoint, tokens: tokens,
      secrets: process.secrets, proxy: transport.proxy, version: BuildInfo.current,
      now: { Timestamp.now })
  }
}
