import GateKit
import KoreAPI

extension ProcessContext {
  /// Says why nothing was asked, and leaves a report that says so too.
  ///
  /// Without it a report of the run before could still lie there and be read as this one's. On the
  /// log it is one sentence; a CI gets what it is told of any other ending.
  ///
  /// - Parameters:
  ///   - output: where to say it, as far as the settings could be read.
  ///   - bot: nil when it could not be read.
  func refuse(
    _ error: StartError, output: OutputSettings, bot: BotReference?
  ) async -> Outcome {
    console.write([OutputLine(.standardError, "error: \(error.sentence)")])
    await leaveWord(of: error, output: output, bot: bot)
    return error.outcome
  }

  /// Writes the reports and what the CI or a program takes in, but nothing for people.
  func leaveWord(of error: StartError, output: OutputSettings, bot: BotReference?) async {
    if output.dialect == .github { console.maskSecretsOnGitHub() }
    let now = Timestamp.now
    let ended = Event(
      elapsed: .zero, time: now, kind: .ended(Verdict(error.outcome, error.sentence)))
    var record = RunRecord(bot: bot ?? .unknown, startedAt: now, policy: ResourcePolicy())
    _ = record.apply(ended)
    let reportOrigin = reportOrigin(server: "")
    let ciFiles = CIFiles(
      output, environment: environment, reportOrigin: reportOrigin, secrets: secrets)
    // That a file cannot be written either is not said: it would hide what is to be mended first.
    let reports = RunReports(output, environment: reportOrigin, secrets: secrets)
    reports.removeAbandoned()
    _ = reports.write(record, at: .end)
    _ = reports.send(record)
    interruptions.settle(error.outcome)
    let handover = ciFiles.write(record)
    let lines = Display.rendererForPrograms(output).lines(for: ended, in: record)
    console.write(
      output.announced(handover) + lines.filter { $0.stream == .standardOutput })
    _ = await interruptions.orSignal { [record] in await ciFiles.annotate(record) }
  }
}
