import Testing

@testable import GateKit

@Suite struct TextRendererTests {
  private static func lines(
    _ event: Event, in record: RunRecord? = nil, isColored: Bool = false,
    verbosity: Verbosity = .verbose, reportPath: String? = "out/report.xml"
  ) -> [OutputLine] {
    let renderer = TextRenderer(
      style: ANSIStyle(isOn: isColored), errorStyle: ANSIStyle(isOn: isColored),
      verbosity: verbosity,
      reportPath: reportPath)
    return renderer.lines(for: event, in: record ?? RunRecord(telling: [event]))
  }

  @Test(arguments: Event.hostileSamples.indices, [false, true])
  func everyLineIsSafeAndBeginsWithOurPrefix(index: Int, isColored: Bool) {
    let event = Event.hostileSamples[index]
    let lines = Self.lines(event, isColored: isColored, reportPath: Hostile.line)
    #expect(!lines.isEmpty)
    for line in lines {
      let text = line.text.withoutColors
      #expect(text.harm == nil)
      #expect(text.hasPrefix("[00:01.0] "))
      #expect((text == line.text) == !isColored)
    }
  }

  @Test func problemsGoToStandardError() {
    for event in Event.hostileSamples {
      let errors = Self.lines(event).filter { $0.stream == .standardError }
      switch event.kind {
      case .warning: #expect(errors.count == 1)
      case .ended(let verdict): #expect(errors.isEmpty == (verdict.outcome == .passed))
      case .started, .requested, .waitingForJob, .jobFound, .progressed, .retrying,
        .renewingToken, .heartbeat:
        #expect(errors.isEmpty)
      }
    }
  }

  @Test func quietShowsTheEndWarningsAndErrorsOnly() {
    let events = Event.hostileSamples
    let counts = events.map { Self.lines($0, verbosity: .quiet).count }
    #expect(counts == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 1])
    let requests = events.filter { if case .requested = $0.kind { true } else { false } }
    #expect(requests.allSatisfy { Self.lines($0, verbosity: .normal).isEmpty })
  }

  @Test(arguments: Outcome.all)
  func theLastLineSaysHowItEnded(outcome: Outcome) {
    let verdict = Verdict(outcome, "because", advice: "Do this.")
    let resources = [Resource.sample(), .sample(status: "FAILED", reason: "x")]
    let record = RunRecord(seeing: .sample(resources: resources), ending: verdict)
    let lines = Self.lines(.sample(.ended(verdict), at: .milliseconds(33_104)), in: record)
    #expect(
      lines.last
        == OutputLine(
          .standardOutput,
          "[00:33.1] \(outcome.name): because | 1 of 2 resources passed, 33s, 0 requests, report"
            + " out/report.xml, exit code \(outcome.exitCode)"))
    let error = OutputLine(.standardError, "[00:33.1] error: because. Do this.")
    #expect(lines.dropLast() == (outcome == .passed ? [] : [error]))
  }

  @Test func theLastLineDoesWithoutAJobAndAReport() {
    let event = Event.sample(.ended(Verdict(.timedOut, "why?", advice: nil)))
    let texts = Self.lines(event, reportPath: nil).map(\.text)
    #expect(
      texts == [
        "[00:01.0] error: why?",
        "[00:01.0] timed out: why? | no resources, 1s, 0 requests, no report, exit code 124",
      ])
  }

  @Test func manyFailuresAreCountedNotListed() {
    let resources = (1...25).map { Resource.sample("dialog", "D\($0)", status: "FAILED") }
    let job = PublishJob.sample("failed", resources: resources)
    let verdict = Verdict(.failed, "because")
    let lines = Self.lines(.sample(.ended(verdict)), in: RunRecord(seeing: job, ending: verdict))
    #expect(lines.count == 20 + 1 + 2)
    #expect(lines.dropFirst(20).first?.text == "[00:01.0] … and 5 more resources")
  }

  @Test func aFailureIsToldOnce() {
    // While the publish runs it is told at once; when the publish ends, the ending tells it.
    let failed = Resource.sample(status: "FAILED", reason: "locked")
    let change = [ResourceChange(resource: failed, previous: nil)]
    func told(_ status: String) -> Int {
      let job = PublishJob.sample(status, resources: [failed])
      return Self.lines(.sample(.progressed(job, change))).count { $0.text.contains("locked") }
    }
    #expect(told("inprogress") == 1)
    #expect(told("failed") == 0)
  }

  @Test func aSummaryNamesThreeAndCountsTheRest() {
    let resources = (1...5).map { Resource.sample("dialog", "D\($0)") }
    let changes = resources.map { ResourceChange(resource: $0, previous: nil) }
    let job = PublishJob.sample(percentage: 33.33, resources: resources)
    #expect(
      Self.lines(.sample(.progressed(job, changes))).map(\.text) == [
        "[00:01.0] inprogress 33.3 %, 5 of 5 resources succeeded, now dialog 'D1', dialog"
          + " 'D2', dialog 'D3' and 2 more"
      ])
  }
}
