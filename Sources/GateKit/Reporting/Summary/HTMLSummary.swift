/// A summary of one run as one HTML file with a picture of what happened.
///
/// It needs no network and no script. Where a server forbids the style sheet, as Jenkins does with
/// archived files, it is plain but complete.
/// Sources: https://www.jenkins.io/doc/book/security/configuring-content-security-policy/,
/// https://www.w3.org/TR/CSP3/, https://www.w3.org/WAI/WCAG22/quickref/
package struct HTMLSummary {
  private static let mostLanes = 60
  /// Those that stand in the way of green are all shown, up to this many.
  private static let mostFailingLanes = 300
  private static let mostNotes = 200

  private let summary: RunSummary
  private let axis: TimeAxis

  package init(
    of record: GateRecord, environment: JUnitReport.Environment, reportPath: String?
  ) {
    summary = RunSummary(of: record, environment: environment, reportPath: reportPath)
    axis = TimeAxis(end: record.elapsed)
  }

  /// The whole document, in UTF-8 once it is written.
  package var text: String {
    let page = Tag(
      "html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en", "xml:lang": "en"],
      [head, body])
    return "<!DOCTYPE html>\n\(page)\n"
  }

  private var head: Tag {
    let subject = summary.subject.map { ": \($0)" } ?? ""
    return Tag(
      "head", [:],
      [
        Tag("meta", ["charset": "utf-8"]),
        Tag(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'",
          ]),
        Tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        Tag("meta", ["name": "color-scheme", "content": "light dark"]),
        Tag("title", text: summary.face.word + subject),
        .style(Self.styleSheet),
      ])
  }

  private var body: Tag {
    Tag(
      "body", [:],
      [definitions, Tag("main", [:], [verdict, facts, progress, resources, timeline]), footer])
  }

  /// What the pictures refer to.
  private var definitions: Tag {
    Tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "definitions", "width": "0", "height": "0",
        "aria-hidden": "true",
      ], [Tag("defs", [:], StateLook.definitions + PollStrip.definitions)])
  }

  private var verdict: Tag {
    let subject = summary.subject.map {
      [Tag("span", ["class": "unseen"], text: ": "), Tag("span", ["class": "subject"], text: $0)]
    }
    let advice = summary.advice.map {
      Tag(
        "div", ["class": "advice"], [Tag("h2", text: "What to do next"), Tag("p", text: $0)])
    }
    return Tag(
      "header", ["class": "verdict \(summary.face.kind.rawValue)"],
      [
        summary.face.icon,
        Tag(
          "div", [:],
          [
            Tag("h1", [:], [.text(summary.face.word)] + (subject ?? [])),
            Tag("p", ["class": "reason"], text: summary.reason), advice ?? .nothing,
          ]),
      ])
  }

  private var facts: Tag {
    section(
      "Facts", class: "facts",
      [
        Tag(
          "dl", [:],
          summary.facts.map {
            Tag(
              "div", ["class": $0.value.count > 24 ? "long" : "short"],
              [Tag("dt", text: $0.name), Tag("dd", text: $0.value)])
          })
      ])
  }

  private var progress: Tag {
    guard !summary.record.history.polls.isEmpty else {
      return section(
        "Progress", class: "progress",
        [Tag("p", text: "No request was made, so there is no picture.")])
    }
    let chart = ProgressChart(history: summary.record.history, axis: axis)
    let legend = chart.legend.map { sample, words in
      Tag("li", [:], [sample, .text(" " + words)])
    }
    return section(
      "Progress", class: "progress",
      [
        Tag(
          "div", ["class": "row"],
          [
            Tag(
              "div", ["class": "side"],
              [
                Tag("p", ["class": "caption"], text: chart.caption),
                Tag("ul", ["class": "legend"], legend),
              ]),
            Tag("div", ["class": "plot"], [chart.svg]),
          ])
      ])
  }

  private var timeline: Tag {
    let timeline = summary.timeline(most: Self.mostNotes)
    guard timeline.count > 0 else { return .nothing }
    let gap =
      timeline.omitted > 0
      ? [noteRow("…", "\(timeline.omitted) more are left out here")] : []
    let rows =
      timeline.first.map { noteRow($0.at.clockText, $0.text) } + gap
      + timeline.last.map { noteRow($0.at.clockText, $0.text) }
    let head = Tag(
      "tr", [:],
      [
        Tag("th", ["scope": "col"], text: "Elapsed"),
        Tag("th", ["scope": "col"], text: "What happened"),
      ])
    return section(
      "Timeline", class: "timeline",
      [Tag("table", [:], [Tag("thead", [:], [head]), Tag("tbody", [:], rows)])])
  }

  private func noteRow(_ time: String, _ text: String) -> Tag {
    let text = Sanitizer.oneLine(text, limit: RunSummary.textLimit)
    return Tag("tr", [:], [Tag("td", text: time), Tag("td", text: text)])
  }

  private var footer: Tag {
    Tag("footer", [:], [Tag("ul", [:], summary.origin.map { Tag("li", text: $0) })])
  }

  private func section(_ title: String, class: String, _ content: [Tag]) -> Tag {
    Tag("section", ["class": `class`], [Tag("h2", text: title)] + content)
  }
}

// MARK: Resources

extension HTMLSummary {
  private var resources: Tag {
    let all = summary.resources
    guard !all.isEmpty else { return .nothing }
    let failing = all.count(where: \.failsGate)
    let most = max(Self.mostLanes, min(failing, Self.mostFailingLanes))
    let shown = all.prefix(most)
    let rest = all.dropFirst(most)
    let more = Tag(
      "p", ["class": "more"], text: "and \(rest.count) more: \(all.tally(withoutFirst: most))")
    let times = Tag(
      "div", ["class": "row times", "aria-hidden": "true"],
      [
        Tag("div", ["class": "side"]),
        Tag(
          "div", ["class": "plot"],
          [
            Tag(
              "svg",
              [
                "xmlns": "http://www.w3.org/2000/svg", "width": "100%", "height": "18",
                "overflow": "visible",
              ], [axis.labels(baseline: 13)])
          ]),
      ])
    return section(
      "Resources", class: "resources",
      [
        Tag("p", ["class": "tally"], text: all.tally()),
        Tag("ul", ["class": "legend"], legend(of: shown)), times,
        Tag("div", ["class": "lanes", "role": "list"], shown.map(lane)),
        rest.isEmpty ? .nothing : more,
      ])
  }

  private func legend(of resources: some Collection<SummaryResource>) -> [Tag] {
    let seen = Set(resources.lazy.flatMap(\.phases).map { StateLook($0.status) })
    return StateLook.allCases.filter(seen.contains).map { look in
      let sample = Tag(
        "rect",
        [
          "width": "28", "height": look.isThin ? "6" : "16", "y": look.isThin ? "6" : "1",
          "fill": "url(#\(look.id))",
        ])
      let picture = Tag(
        "svg",
        [
          "xmlns": "http://www.w3.org/2000/svg", "width": "28", "height": "18",
          "aria-hidden": "true",
        ], [sample])
      return Tag("li", [:], [picture, .text(" " + look.words)])
    }
  }

  private func lane(of entry: SummaryResource) -> Tag {
    let name = Tag("div", ["class": "name"], [Tag("bdi", text: entry.name)])
    let state = Tag(
      "div", ["class": "state"],
      [
        Tag("b", ["class": entry.assessment.tone], text: entry.assessment.word),
        Tag("span", [:], [.text(" · "), Tag("bdi", text: entry.type)]),
      ])
    let detail = entry.detail.map { Tag("p", ["class": "detail"], [Tag("bdi", text: $0)]) }
    return Tag(
      "div", ["class": "row", "role": "listitem"],
      [
        Tag("div", ["class": "side"], [name, state]),
        Tag("div", ["class": "plot"], [StateLane(of: entry, axis: axis).svg, detail ?? .nothing]),
      ])
  }
}

extension Assessment {
  /// The class of its word, which stands beside no colour alone.
  fileprivate var tone: String {
    switch self {
    case .passed: "good"
    case .failed: "bad"
    case .unfinished, .unknown, .notAttempted, .tolerated, .awaitingApproval: "odd"
    }
  }
}
