import TestSupport
import Testing

@testable import GateKit

/// The rules for the page, each checked on pages full of hostile text where that can matter.
@Suite struct SummaryHTMLTests {
  private static func text(
    _ record: RunRecord, environment: ReportOrigin = .sample, report: String? = nil
  ) -> String {
    HTMLSummary(of: record, origin: environment, reportPath: report).text
  }

  private static let hostilePage: String = {
    let hostile = Hostile.texts.joined() + HostileMarkdown.texts.joined()
    let environment = ReportOrigin(
      hostname: hostile, server: hostile, gateVersion: hostile)
    let job = PublishJob(
      id: UntrustedText(hostile), streamID: nil, status: .unknown(UntrustedText(hostile)),
      percentage: 33.333, requestedTime: VirtualRun.start,
      resources: HostileMarkdown.texts.map {
        .sample($0, $0, status: "FAILED", id: $0, reason: $0, state: $0)
      })
    let changes = (job.resources ?? []).map { ResourceChange(resource: $0, previous: nil) }
    let record = RunRecord(
      telling: Event.hostileSamples + [
        .sample(.progressed(job, changes)),
        .sample(.ended(Verdict(.failed, hostile, advice: hostile)), at: .seconds(9)),
      ])
    return text(record, environment: environment, report: hostile)
  }()

  @Test(arguments: SummarySample.allCases)
  func isWellFormedHarmlessAndComplete(sample: SummarySample) async throws {
    try check(Self.text(try await sample.record(), report: "out/TEST-publish.xml"))
  }

  @Test func hostileTextChangesNothingOfThat() throws {
    try check(Self.hostilePage)
    for line in Self.hostilePage.split(separator: "\n") { #expect(line.harm == nil) }
  }

  private func check(_ text: String) throws {
    #expect(text.hasPrefix("<!DOCTYPE html>\n<html "))
    let page = try #require(PageReader(text), "not well-formed")
    let elements: Set = [
      "html", "head", "meta", "title", "style", "body", "svg", "defs", "pattern", "rect", "path",
      "circle", "g", "line", "text", "use", "main", "header", "div", "h1", "h2", "span", "p",
      "section", "dl", "dt", "dd", "ul", "li", "b", "bdi", "table", "thead", "tbody", "tr", "th",
      "td", "footer",
    ]
    #expect(Set(page.elements.map(\.name)).subtracting(elements).isEmpty)
    for element in page.elements {
      for (name, value) in element.attributes {
        #expect(!name.hasPrefix("on") && name != "style" && name != "src", "\(name)")
        if name == "href" || value.contains("url(") {
          let target = value.firstMatch(of: /^(?:#([a-z-]+)|url\(#([a-z-]+)\))$/)
          let id = try #require(target?.output.1 ?? target?.output.2, "\(value)")
          #expect(page.ids.contains(String(id)))
        }
        #expect(!value.contains("//") || name.hasPrefix("xmlns"), "\(name)")
      }
    }
    #expect(Set(page.ids).count == page.ids.count)
    #expect(page.elements.first?.attributes["lang"] == "en")
    #expect(page.elements.count { $0.name == "h1" } == 1)
    #expect(page.elements.count { $0.name == "style" } == 1)
    for element in page.elements where element.name == "svg" && element.depth == 0 {
      let isNamed = element.attributes["role"] == "img" && element.child == "title"
      #expect(isNamed != (element.attributes["aria-hidden"] == "true") || element.isInHidden)
    }
  }

  @Test func noTextIsReadAsAnythingButText() throws {
    for text in HostileMarkdown.texts + Hostile.texts {
      let resource = Resource.sample(text, text, status: "FAILED", reason: "<" + text)
      let record = RunRecord(
        seeing: .sample(id: text, "failed", resources: [resource]),
        ending: Verdict(.failed, "it: " + text))
      let page = try #require(PageReader(Self.text(record)), "\(text)")
      let shown = UntrustedText("<" + text).words(limit: UntrustedText.logLimit)
      #expect(page.text.contains(try #require(shown)))
      let reason = Sanitizer.oneLine("It: " + text, limit: RunSummary.textLimit)
      #expect(page.text.contains(reason))
    }
  }

  @Test(arguments: Outcome.all)
  func theVerdictIsTheHeading(outcome: Outcome) throws {
    let record = RunRecord(seeing: .sample(), ending: Verdict(outcome, "because", advice: "Do."))
    let page = try #require(PageReader(Self.text(record)))
    let badge = OutcomeBadge(outcome: outcome)
    #expect(page.text.contains("\(badge.word): publish of support-bot\nBecause."))
    #expect(page.text.contains("What to do next\nDo."))
    #expect(page.text.contains("Exit code\n\(outcome.exitCode) (\(outcome.name))"))
    #expect(page.elements.contains { $0.attributes["class"] == "verdict \(badge.kind.rawValue)" })
  }

  @Test func sixtyLanesAndTheRestCounted() throws {
    let resources = (0..<90).map {
      Resource.sample("dialog", "D\($0)", status: $0 < 80 ? "SUCCESS" : "FAILED")
    }
    let text = Self.text(RunRecord(seeing: .sample("failed", resources: resources)))
    let page = try #require(PageReader(text))
    #expect(page.elements.count { $0.attributes["class"] == "lane" } == 60)
    #expect(page.text.contains("10 failed, 80 passed"))
    #expect(page.text.contains("and 30 more: 30 passed"))
    let first = try #require(page.text.firstRange(of: "D80"))
    let second = try #require(page.text.firstRange(of: "D0\n"))
    #expect(first.lowerBound < second.lowerBound)
    #expect(!page.text.contains("D50\n"))
  }

  @Test(arguments: [
    (SummarySample.usage, "No request was made, so there is no picture.", 0),
    (.never, "The publish was never seen.", 1),
    (.noPercentage, "The server gave no percentage.", 1),
    (.quick, "100 % after 120ms.", 1), (.success, "From 0 % after 120ms to 100 % after 42s.", 1),
  ])
  func sayInWordsWhatThePictureShows(
    sample: SummarySample, words: String, charts: Int
  ) async throws {
    let page = try #require(PageReader(Self.text(try await sample.record())))
    #expect(page.text.contains(words))
    #expect(page.elements.count { $0.attributes["class"] == "chart" } == charts)
  }

  @Test func everyPollIsMarkedByItsKind() async throws {
    let text = Self.text(try await SummarySample.flaky.record())
    #expect(text.ranges(of: "href=\"#poll-job\"").count == 7)
    #expect(text.ranges(of: "href=\"#poll-none\"").count == 1)
    #expect(text.ranges(of: "href=\"#poll-failed\"").count == 8)
    #expect(text.ranges(of: "fill=\"url(#gap)\"").count == 3, "two and the legend's")
    #expect(text.contains("<title>00:24.4 request failed</title>"))
    #expect(text.contains("Polls by kind: job seen: 7, no fresh job: 1, request failed: 8."))
  }

  /// A day of polls, of retries and of resources that never rest.
  @Test func isNeverTooLarge() throws {
    let statuses = ["PENDING", "INPROGRESS", "FAILED", "SUCCESS"]
    var events: [Event] = []
    for number in 0..<6_000 {
      let at = Duration.seconds(number * 10)
      let observation: RequestRecord.Observation =
        number % 2 == 0 ? .failure : .job(percentage: Double(number * 37 % 101))
      let request = RequestRecord(
        number: number, exchange: nil, observation: observation, finding: "", nextWait: nil)
      let failure = RequestFailure(.connection, Hostile.line)
      events.append(.sample(.requested(request), at: at))
      events.append(.sample(.retrying(failure, attempt: 1, wait: .zero), at: at))
    }
    let names = (0..<60).map { "<&\"\($0)" }
    for step in 0..<500 {
      let resources = names.map { Resource.sample($0, $0, status: statuses[step % 4]) }
      let changes = resources.map { resource in
        ResourceChange(resource: resource, previous: step == 0 ? nil : .pending)
      }
      events.append(
        .sample(.progressed(.sample(resources: resources), changes), at: .seconds(step * 120)))
    }
    let text = Self.text(RunRecord(telling: events))
    #expect(PageReader(text) != nil)
    #expect((100_000...3_000_000).contains(text.utf8.count), "\(text.utf8.count)")
  }
}
