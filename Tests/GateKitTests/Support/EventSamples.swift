import TestSupport

@testable import GateKit

extension Event {
  /// An event of every kind, with hostile text wherever one can hold text.
  static let hostileSamples: [Event] = {
    let text = Hostile.line
    let failure = RequestFailure(.connection, text, serverMessage: UntrustedText(text))
    let changes = Hostile.resources.map { ResourceChange(resource: $0, previous: nil) }
    let exchange = Exchange(
      method: "GET", path: text, status: 200, duration: .milliseconds(20), bytes: 100,
      serverTime: nil)
    return [
      .started(Plan(bot: GateSettings.forTests.bot, limits: GateSettings.Limits())),
      .requested(
        RequestRecord(
          number: 1, exchange: exchange, observation: .failure, finding: text, nextWait: .seconds(1)
        )),
      .requested(
        RequestRecord(number: 2, exchange: nil, observation: .failure, finding: text, nextWait: nil)
      ),
      .waitingForJob(.undated(Hostile.job)),
      .jobFound(Hostile.job, .seenInProgress),
      .progressed(Hostile.job, changes),
      .retrying(failure, attempt: 1, wait: .seconds(1)),
      .renewingToken(failure),
      .heartbeat(.noContact(failure)), .heartbeat(.waitingForJob(.undated(Hostile.job))),
      .heartbeat(.watching(Hostile.job)),
      .warning(.unknownStatus(UntrustedText(text))),
      .warning(.awaitingApproval(Hostile.resources)),
      .warning(.reportNotWritten(path: text, reason: text)),
      .ended(Verdict(.failed, text, advice: text)),
      .ended(Verdict(.passed, text)),
    ].map { .sample($0) }
  }()
}
