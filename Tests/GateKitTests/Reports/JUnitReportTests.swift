import TestSupport
import Testing

@testable import GateKit

/// The rules for a report, each checked on a report full of hostile text where that can matter.
@Suite struct JUnitReportTests {
  private static let verdict = Verdict(
    .unreachable, Hostile.texts.joined(), advice: Hostile.texts.joined())

  private static func xml(
    _ record: RunRecord, environment: ReportOrigin = .sample
  ) -> String {
    JUnitReport(of: record, origin: environment).xml
  }

  private static let hostileXML = xml(RunRecord(seeing: Hostile.job, ending: verdict))

  private func hostileReport() throws -> ReportReader {
    try #require(ReportReader(Self.hostileXML))
  }

  @Test func hostileTextLeavesTheReportWellFormed() throws {
    let report = try hostileReport()
    #expect(report.cases.count == Hostile.resources.count + 1)
  }

  @Test func noTextActsOnWhoReadsIt() {
    let environment = ReportOrigin(
      hostname: Hostile.texts.joined(), server: Hostile.texts.joined(),
      gateVersion: Hostile.texts.joined())
    let record = RunRecord(seeing: Hostile.job, ending: Self.verdict)
    for line in Self.xml(record, environment: environment).split(separator: "\n") {
      #expect(line.harm == nil)
    }
  }

  @Test func isPlainXML() {
    let xml = Self.hostileXML
    #expect(xml.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"))
    #expect(xml.hasSuffix("</testsuites>\n"))
    for forbidden in ["<!", "xmlns", "\u{FEFF}", "<testsuites "] {
      #expect(!xml.contains(forbidden), "\(forbidden)")
    }
    #expect(xml.ranges(of: "<testsuite ").count == 1)
    #expect(
      xml.contains("<system-out></system-out>\n    <system-err></system-err>\n  </testsuite>"))
  }

  /// Made with the cases of the report before, a report is the same as one that is made anew.
  @Test func whatIsTakenOverIsAsGoodAsNew() async throws {
    let settings = try ScriptedRun.settings
    let stories = [try await ScriptedRun.play().story, Event.hostileSamples]
    for story in stories {
      var record = RunRecord(
        bot: settings.bot, startedAt: VirtualRun.start, policy: settings.resources)
      var cases: JUnitReport.ResourceCases?
      for event in story {
        _ = record.apply(event)
        let report = JUnitReport(of: record, origin: .sample)
        #expect(report.xml(reusing: &cases) == report.xml)
      }
    }
  }

  @Test func countsAreThoseOfTheCases() throws {
    let report = try hostileReport()
    #expect(report.suite["tests"] == String(report.cases.count))
    for (attribute, element) in [
      ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"),
    ] {
      let count = report.cases.count { $0.element == element }
      #expect(count > 0)
      #expect(report.suite[attribute] == String(count))
    }
  }

  @Test func everyCaseHasAKeyOfItsOwn() throws {
    let report = try hostileReport()
    #expect(Set(report.cases.map(\.key)).count == report.cases.count)
    for testCase in report.cases {
      #expect(Set(testCase.attributes.keys) == ["classname", "name", "time"])
      let name = try #require(testCase.attributes["name"])
      #expect((1...240).contains(name.unicodeScalars.count))
      #expect(name.wholeMatch(of: /\S+( \S+)*/) != nil)
      let className = try #require(testCase.attributes["classname"])
      #expect(className.wholeMatch(of: /publish\.[A-Za-z0-9_-]+/) != nil)
    }
  }

  @Test func everyProblemHasAMessageThatItsBodyBeginsWith() throws {
    let report = try hostileReport()
    for testCase in report.cases where testCase.element != nil {
      let message = try #require(testCase.problem["message"])
      #expect(!message.isEmpty && message.unicodeScalars.count <= 2_000)
      #expect(!message.contains { $0.isNewline })
      #expect(testCase.body == message || testCase.body.hasPrefix(message + "\n"))
      // Windy Road's schema refuses the type of what was skipped.
      let isTyped = testCase.problem["type"]?.wholeMatch(of: /([A-Z][a-z]+)+/) != nil
      #expect(isTyped == (testCase.element != "skipped"))
    }
  }

  @Test func aBodyIsAtMost16KiBInTheFile() throws {
    let xml = Self.hostileXML
    let bodies = xml.matches(of: /<(failure|error|skipped) [^>]*>([^<]*)</).map(\.output.2)
    #expect(bodies.count > 100)
    let longest = try #require(bodies.map(\.utf8.count).max())
    #expect((16_000...16_384).contains(longest))
  }

  @Test func theGateIsTheFirstCaseAndTakesTheTime() throws {
    let record = RunRecord(seeing: nil, ending: Verdict(.timedOut, "too late", advice: "Wait."))
    let report = try #require(ReportReader(Self.xml(record)))
    #expect(report.cases.map(\.key) == ["publish.Gate Publish"])
    #expect(report.cases.first?.attributes["time"] == "33.104")
    #expect(report.cases.first?.element == "error")
    #expect(report.cases.first?.problem == ["message": "timed out: too late", "type": "TimedOut"])
    #expect(report.cases.first?.body == "timed out: too late\nWait.")
    #expect(report.suite["time"] == "33.104")
    #expect(report.suite["timestamp"] == "2026-01-02T03:04:05")
    #expect(report.suite["name"] == "publish.support-bot")
    #expect(report.properties["gate.exitCode"] == "124")
  }

  @Test(arguments: Outcome.all)
  func onlyAPassHasNoProblem(outcome: Outcome) throws {
    let record = RunRecord(seeing: .sample(), ending: Verdict(outcome, "because"))
    let report = try #require(ReportReader(Self.xml(record)))
    let expected: String? = outcome == .passed ? nil : outcome == .failed ? "failure" : "error"
    #expect(report.cases.first?.element == expected)
    #expect(report.properties["gate.outcome"] == outcome.name)
  }

  @Test func aRunThatGoesOnIsNoPass() throws {
    let report = try #require(ReportReader(Self.xml(RunRecord(seeing: .sample(percentage: 40)))))
    #expect(report.cases.first?.element == "error")
    #expect(report.cases.first?.problem["type"] == "GateNotFinished")
    #expect(report.cases.first?.body.contains("inprogress at 40 %") == true)
    #expect(report.properties["gate.outcome"] == "running")
  }

  @Test(
    arguments: [
      ("SUCCESS", nil, nil), ("FAILED", "failure", "ResourceFailed"),
      ("INPROGRESS", "error", "ResourceUnfinished"), ("ABORTED", "error", "ResourceStatusUnknown"),
      ("PENDING", "skipped", nil), ("SKIPPED", "skipped", nil),
    ] as [(String, String?, String?)])
  func aResourceIsWhatItsStatusSays(status: String, element: String?, type: String?) throws {
    let job = PublishJob.sample("failed", resources: [.sample(status: status)])
    let report = try #require(ReportReader(Self.xml(RunRecord(seeing: job))))
    #expect(report.cases.last?.element == element)
    #expect(report.cases.last?.problem["type"] == type)
  }

  @Test func aLongReasonStandsInTheBodyOnly() throws {
    let reason = String(repeating: "why & ", count: 500)
    let job = PublishJob.sample("failed", resources: [.sample(status: "FAILED", reason: reason)])
    let report = try #require(ReportReader(Self.xml(RunRecord(seeing: job))))
    let last = try #require(report.cases.last)
    #expect(last.body.hasSuffix("\nThe whole reason: " + reason))
    #expect(last.problem["message"]?.hasSuffix("…") == true)
  }

  @Test(arguments: [("", "localhost"), (" \n", "localhost"), ("a\nb", "a b"), ("r-7", "r-7")])
  func theHostHasAName(hostname: String, expected: String) throws {
    let environment = ReportOrigin(hostname: hostname, server: "", gateVersion: "")
    let xml = Self.xml(RunRecord(seeing: nil), environment: environment)
    #expect(try #require(ReportReader(xml)).suite["hostname"] == expected)
  }

  /// About a second without optimisation; what is not linear would take minutes.
  @Test func aBigReportIsMade() {
    let reason = String(repeating: "か&[\u{1B}", count: 4_096)
    var resources = (0..<50).map { _ in Resource.sample(status: "FAILED", reason: reason) }
    resources += (0..<5_000).map { .sample("dialog", "Dialog \($0)", id: "dg-\($0)") }
    let record = RunRecord(seeing: .sample(resources: resources))
    let xml = Self.xml(record)
    #expect(xml.utf8.count > 1_000_000)
  }
}
