import TestSupport

@testable import GateKit

extension VirtualRun {
  /// Everything the run prints, each line marked `out` or `err`.
  func transcript(_ renderer: any EventRenderer, policy: ResourcePolicy) -> String {
    var record = RunRecord(telling: [], policy: policy)
    var text = ""
    for event in story {
      _ = record.apply(event)
      for line in renderer.lines(for: event, in: record) {
        text += (line.stream == .standardOutput ? "out " : "err ") + line.text + "\n"
      }
    }
    return text
  }
}

extension RunRecord {
  /// The record of the tests' bot after these events.
  init(telling events: [Event], policy: ResourcePolicy = ResourcePolicy()) {
    self.init(bot: GateSettings.forTests.bot, startedAt: VirtualRun.start, policy: policy)
    for event in events { _ = apply(event) }
  }

  /// The record of a run that saw a job and then, when a verdict is given, ended.
  init(
    seeing job: PublishJob?, ending verdict: Verdict? = nil,
    policy: ResourcePolicy = ResourcePolicy()
  ) {
    let sight = job.map { [Event.sample(.progressed($0, []), at: .seconds(1))] } ?? []
    let end = verdict.map { [Event.sample(.ended($0), at: .milliseconds(33_104))] } ?? []
    self.init(telling: sight + end, policy: policy)
  }
}

extension Event {
  static func sample(_ kind: Kind, at elapsed: Duration = .seconds(1)) -> Event {
    Event(elapsed: elapsed, time: VirtualRun.start + elapsed, kind: kind)
  }
}

extension ReportOrigin {
  static let sample = ReportOrigin(
    hostname: "runner-7", server: "https://kore.test", gateVersion: "1.0.0")
}
