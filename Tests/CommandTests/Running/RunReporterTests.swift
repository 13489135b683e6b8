import Foundation
import TestSupport
import Testing

@testable import GateKit
@testable import publish_gate

/// The one reporter: of a run, of its ending, and of a run that does not start.
@Suite struct RunReporterTests {
  private static let start = Timestamp(millisecondsSinceEpoch: 1_767_323_045_000)
  private static let passed = Verdict(.passed, "the publish succeeded")

  @Test func eventsAreShownInTheirOrderAndTheEndIsLast() async throws {
    let stage = try await Stage()
    var reporter = stage.reporter()
    #expect(await reporter.writeFirstReports() == nil)
    #expect(stage.folder.read("report.xml")?.contains("GateNotFinished") == true)
    reporter.emit(
      [.warning(.clockSkew(.seconds(50))), .warning(.percentageDisagrees(50))].map(event))
    let outcome = await reporter.end(Self.passed, at: .seconds(3), time: Self.start)
    #expect(outcome == .passed)
    let (output, errors) = try await stage.log()
    let lines = errors.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].contains("clock") && lines[1].contains("50 %"))
    #expect(output.hasPrefix("[00:03.0] passed: the publish succeeded"))
    #expect(stage.folder.read("report.xml")?.contains("value=\"passed\"") == true)
    #expect(stage.folder.read("gate.env")?.contains("OUTCOME=passed\n") == true)
  }

  @Test func aPassWhoseReportIsNotWrittenIsNoPassInAnyFile() async throws {
    let stage = try await Stage()
    var reporter = stage.reporter()
    #expect(await reporter.writeFirstReports() == nil)
    try stage.block("report.xml")
    let outcome = await reporter.end(Self.passed, at: .zero, time: Self.start)
    #expect(outcome == .reportNotWritten)
    #expect(stage.folder.read("gate.env")?.contains("OUTCOME=report-not-written\n") == true)
    let (output, _) = try await stage.log()
    #expect(output.contains("report not written: the publish succeeded, but the gate"))
  }

  @Test func aReportThatCannotBeWrittenIsSpokenOfOnce() async throws {
    let stage = try await Stage()
    try stage.block("report.xml")
    try stage.block("gate.env")
    var reporter = stage.reporter()
    let verdict = await reporter.writeFirstReports()
    #expect(verdict?.outcome == .reportNotWritten)
    let failed = Verdict(.failed, "the publish failed")
    #expect(await reporter.end(failed, at: .zero, time: Self.start) == .failed)
    let (_, errors) = try await stage.log()
    #expect(!errors.contains("could not be written"))
  }

  @Test func aFailureThatIsKnownLateIsAWarningBeforeTheEnd() async throws {
    let stage = try await Stage()
    var reporter = stage.reporter()
    #expect(await reporter.writeFirstReports() == nil)
    try stage.block("report.xml")
    try stage.block("gate.env")
    _ = await reporter.end(Verdict(.failed, "the publish failed"), at: .zero, time: Self.start)
    let (_, errors) = try await stage.log()
    #expect(errors.components(separatedBy: "warning: ").count == 2, "\(errors)")
  }

  @Test func aRefusalSaysEverySentenceToPeopleAndEndsForPrograms() async throws {
    let stage = try await Stage(format: .json)
    var reporter = stage.reporter()
    let error = StartError([StartError("--a is wrong."), StartError("B is wrong.")])
    #expect(await reporter.refuse(error, usage: "Usage: …") == .usage)
    let (output, errors) = try await stage.log()
    #expect(errors == "error: --a is wrong.\nerror: B is wrong.\nUsage: …\n")
    #expect(output.split(separator: "\n").count == 1)
    #expect(output.contains(#""event":"ended""#) && output.contains("--a is wrong. B is wrong."))
    let report = stage.folder.read("report.xml")
    #expect(report?.contains("--a is wrong. B is wrong.") == true)
  }

  @Test func aRefusalEndsByTheSameEventAsARun() async throws {
    let (refused, ended) = (try await Stage(format: .json), try await Stage(format: .json))
    var reporter = refused.reporter()
    let error = StartError("stopped by SIGINT.", outcome: .interrupted(.interrupt))
    #expect(await reporter.refuse(error) == .interrupted(.interrupt))
    reporter = ended.reporter()
    let verdict = Verdict(error.outcome, error.reason)
    #expect(
      await reporter.end(verdict, at: .zero, time: Self.start) == .interrupted(.interrupt))
    for name in ["report.xml", "gate.env"] {
      let text = refused.folder.read(name)
      #expect(
        text != nil
          && text
            == ended.folder.read(name)?.replacing(
              ended.folder.path, with: refused.folder.path)
      )
    }
    let outputs = (try await refused.log().output, try await ended.log().output)
    #expect(outputs.0 == outputs.1.replacing(ended.folder.path, with: refused.folder.path))
  }

  /// What cannot be written would hide what is to be fixed first.
  @Test func aRefusalSaysNothingOfItsReports() async throws {
    let stage = try await Stage()
    try stage.block("report.xml")
    var reporter = stage.reporter()
    #expect(await reporter.refuse(StartError("--a is wrong.")) == .usage)
    let (output, errors) = try await stage.log()
    #expect(output.isEmpty && errors == "error: --a is wrong.\n")
  }

  @Test func mistakesThatAgreeOnAnOutcomeKeepIt() {
    let missing = StartError("there is no token.", outcome: .unauthorized)
    #expect(StartError([missing]).outcome == .unauthorized)
    #expect(StartError([missing, StartError("--a is wrong.")]).outcome == .usage)
  }

  private func event(_ kind: Event.Kind) -> Event {
    Event(elapsed: .zero, time: Self.start, kind: kind)
  }

  /// What a reporter finds around it, without signals.
  private struct Stage {
    let folder: TemporaryFolder
    private let pipes: Pipes
    private let process: ProcessContext
    private var output = OutputSettings()

    init(format: OutputSettings.Format = .text) async throws {
      folder = try TemporaryFolder()
      pipes = try Pipes()
      let secrets = SecretRegistry()
      process = ProcessContext(
        environment: [:], signals: await .listen(to: []), secrets: secrets,
        console: Console(hiding: secrets, streams: pipes.streams))
      output.format = format
      output.reportPath = "\(folder.path)/report.xml"
      output.dotenvPath = "\(folder.path)/gate.env"
    }

    func reporter() -> RunReporter {
      RunReporter(
        RunRecord(bot: .demo, startedAt: RunReporterTests.start, policy: ResourcePolicy()),
        output: output, in: process)
    }

    /// Puts a folder in the place of a file.
    func block(_ name: String) throws {
      let path = "\(folder.path)/\(name)"
      try? FileManager.default.removeItem(atPath: path)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    func log() async throws -> (output: String, errors: String) {
      await process.console.flush(within: .seconds(60))
      return (try pipes.output.rest(), try pipes.errors.rest())
    }
  }
}
