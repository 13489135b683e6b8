import Foundation
import TestSupport
import Testing

@testable import GateKit

/// Runs in virtual time that a summary must show well.
enum SummarySample: String, CaseIterable {
  case success
  case flaky
  case failure
  case never
  case hostile
  case long
  case quick
  case usage
  case running
  case backwards
  case noPercentage = "no-percentage"

  func record() async throws -> RunRecord {
    switch self {
    case .success: return await Self.tell { now in shows(Self.job(at: now, of: 34)) }
    case .flaky:
      return await Self.tell { now in
        switch now.inSeconds {
        case ..<1: shows(.sample(id: "ds-0", "successful", age: .seconds(7_200)))
        case 3..<9: fails(.connection)
        case 20..<31:
          .failure(
            RequestFailure(.serverFault, "HTTP 503", serverMessage: UntrustedText("upstream down")))
        default: shows(Self.job(at: now, of: 60))
        }
      }
    case .failure:
      return await Self.tell(try Self.tolerant) { now in shows(Self.bigJob(at: now)) }
    case .never:
      return await Self.tell { _ in
        shows(.sample(id: "ds-0", "successful", age: .seconds(93_600)))
      }
    case .hostile:
      return RunRecord(
        telling: Event.hostileSamples.filter {
          if case .ended = $0.kind { false } else { true }
        } + [.sample(.ended(Verdict(.failed, Hostile.line, advice: Hostile.line)), at: .seconds(9))]
      )
    case .long:
      var settings = GateSettings.forTests
      settings.limits.total = .seconds(30 * 3_600)
      settings.limits.contact = .seconds(3_600)
      return await Self.tell(settings) { now in
        let isDown = now.milliseconds / 1_000 % 9_000 < 400 && now > .seconds(60)
        return isDown && now < .seconds(72_000)
          ? fails(.timedOut) : shows(Self.job(at: now, of: 74_000))
      }
    case .quick:
      var settings = GateSettings.forTests
      settings.freshness.since = VirtualRun.start - .seconds(60)
      return await Self.tell(settings) { _ in shows(Self.job(at: .seconds(100), of: 1)) }
    case .usage:
      var record = RunRecord(
        bot: .unknown, startedAt: VirtualRun.start, policy: ResourcePolicy())
      let verdict = Verdict(
        .usage, "--timeout: '5 parsecs' is not a time; expected \(Duration.acceptedText)")
      _ = record.apply(Event(elapsed: .zero, time: VirtualRun.start, kind: .ended(verdict)))
      return record
    case .running:
      let run = await Self.rehearse(.forTests) { now in shows(Self.job(at: now, of: 34)) }
      return RunRecord(telling: Array(run.events.prefix(10)))
    case .backwards:
      return await Self.tell { now in
        let percentages = [10.0, 55, 30, 80, 60, 90, 20, 100]
        let step = min(Int(now.inSeconds / 4), 7)
        return shows(
          .sample(step == 7 ? "successful" : "inprogress", percentage: percentages[step]))
      }
    case .noPercentage:
      return await Self.tell { now in
        shows(.sample(now > .seconds(20) ? "successful" : "inprogress"))
      }
    }
  }

  private static var tolerant: GateSettings {
    get throws {
      var settings = GateSettings.forTests
      settings.resources.allowed = [try ResourcePattern(parsing: "smalltalk:*")]
      return settings
    }
  }

  private static func rehearse(
    _ settings: GateSettings,
    _ script: @escaping (Duration) -> Result<StatusSnapshot, RequestFailure>
  ) async -> VirtualRun {
    await VirtualRun.run(settings, generator: SplitMix64(seed: 7)) { _, now in
      (.milliseconds(120), Reply(script(now), at: now))
    }
  }

  private static func tell(
    _ settings: GateSettings = .forTests,
    _ script: @escaping (Duration) -> Result<StatusSnapshot, RequestFailure>
  ) async -> RunRecord {
    let run = await rehearse(settings, script)
    return RunRecord(telling: run.story, policy: settings.resources)
  }

  private static let names = [
    ("SETTINGS", "Settings"), ("dialog", "Find Keyword"), ("dialog", "Pay Bill"),
    ("dialog", "Book an Appointment with a Dermatologist"), ("smalltalk", "Small Talk"),
    ("knowledgegraph", "Frequently Asked Questions"), ("form", "Change of Address"),
  ]

  /// A job whose resources succeed one after the other within so many seconds.
  private static func job(at now: Duration, of total: Double) -> PublishJob {
    let part = min(now.inSeconds / total, 1)
    let resources = names.enumerated().map { index, name in
      let (start, end) = (Double(index) / 8, Double(index + 1) / 7.2)
      let status = part >= min(end, 1) ? "SUCCESS" : part >= start ? "INPROGRESS" : "PENDING"
      return Resource.sample(name.0, name.1, status: status, id: "r-\(index)")
    }
    return .sample(
      part >= 1 ? "successful" : "inprogress", percentage: (part * 20).rounded(.down) * 5,
      resources: resources)
  }

  private static func bigJob(at now: Duration) -> PublishJob {
    let part = min(now.inSeconds / 280, 1)
    let resources = (0..<90).map { index in
      let start = Double(index) / 100
      let end: String =
        switch index {
        case 7, 31: "FAILED"
        case 12: "ABORTED"
        case 20: "SKIPPED"
        case 40: "INPROGRESS"
        case 60: "FAILED"
        case 80...: "PENDING"
        default: "SUCCESS"
        }
      let reasons = [
        7: "Bot is locked by another user (workbench session of 09:12)",
        31: "Could not compile the script node 'format|date': SyntaxError: Unexpected token <",
        60: "busy",
      ]
      let status = part < start ? "PENDING" : part < start + 0.08 ? "INPROGRESS" : end
      return Resource.sample(
        index == 60 ? "smalltalk" : "dialog", "Dialog task number \(index)", status: status,
        id: "dg-\(index)", reason: status == "FAILED" ? reasons[index] : nil)
    }
    return .sample(
      part >= 1 ? "failed" : "inprogress", percentage: min(part * 100, 88), resources: resources)
  }
}

@Suite struct SummarySamplesTests {
  /// Writes the samples where `Tests/Tools/render-summary` can take them from.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["PUBLISH_GATE_SUMMARY_FOLDER"] != nil))
  func writesTheSamples() async throws {
    let folder = try #require(ProcessInfo.processInfo.environment["PUBLISH_GATE_SUMMARY_FOLDER"])
    let base = URL(fileURLWithPath: folder)
    for sample in SummarySample.allCases {
      let record = try await sample.record()
      let path = "test-results/TEST-publish.xml"
      let html = HTMLSummary(of: record, origin: .sample, reportPath: path).text
      try Data(html.utf8).write(to: base.appending(path: "\(sample.rawValue).html"))
      let markdown = MarkdownSummary(of: record, origin: .sample, reportPath: path).text
      try Data(markdown.utf8).write(to: base.appending(path: "\(sample.rawValue).md"))
    }
  }
}
