/// What a page says of one run.
struct HTMLRun {
  private static let laneLimit = 60
  /// Resources that stand in the way of green are all shown, up to this many.
  private static let failingLaneLimit = 300
  private static let noteLimit = 200

  private let summary: RunSummary
  private let axis: TimeAxis

  init(summary: RunSummary) {
    self.summary = summary
    axis = TimeAxis(end: summary.record.elapsed)
  }

  var parts: [HTMLElement] { [verdict, facts, progress, resources, timeline] }

  private var verdict: HTMLElement {
    let subject = summary.subject.map {
      [
        HTMLElement("span", ["class": "unseen"], text: ": "),
        HTMLElement("span", ["class": "subject"], text: $0),
      ]
    }
    let advice = summary.advice.map {
      HTMLElement(
        "div", ["class": "advice"],
        [HTMLElement("h2", text: "What to do next"), HTMLElement("p", text: $0)])
    }
    return HTMLElement(
      "header", ["class": "verdict \(summary.badge.kind.rawValue)"],
      [
        summary.badge.icon,
        HTMLElement(
          "div", [:],
          [
            HTMLElement("h1", [:], [.text(summary.badge.word)] + (subject ?? [])),
            HTMLElement("p", ["class": "reason"], text: summary.reason), advice ?? .nothing,
          ]),
      ])
  }

  private var facts: HTMLElement {
    section(
      "Facts", class: "facts",
      [
        HTMLElement(
          "dl", [:],
          summary.facts.map {
            HTMLElement(
              "div", ["class": $0.value.count > 24 ? "long" : "short"],
              [HTMLElement("dt", text: $0.name), HTMLElement("dd", text: $0.value)])
          })
      ])
  }

  private var progress: HTMLElement {
    guard !summary.record.history.polls.isEmpty else {
      return section(
        "Progress", class: "progress",
        [HTMLElement("p", text: "No request was made, so there is no picture.")])
    }
    let chart = ProgressChart(history: summary.record.history, axis: axis)
    let legend = chart.legend.map { sample, words in
      HTMLElement("li", [:], [sample, .text(" " + words)])
    }
    return section(
      "Progress", class: "progress",
      [
        HTMLElement(
          "div", ["class": "row"],
          [
            HTMLElement(
              "div", ["class": "side"],
              [
                HTMLElement("p", ["class": "caption"], text: chart.caption),
                HTMLElement("ul", ["class": "legend"], legend),
              ]),
            HTMLElement("div", ["class": "plot"], [chart.svg]),
          ])
      ])
  }

  private var timeline: HTMLElement {
    let timeline = summary.timeline(most: Self.noteLimit)
    guard timeline.count > 0 else { return .nothing }
    let gap =
      timeline.omitted > 0
      ? [noteRow("…", "\(timeline.omitted) more are left out here")] : []
    let rows =
      timeline.first.map { noteRow($0.at.clockText, $0.text) } + gap
      + timeline.last.map { noteRow($0.at.clockText, $0.text) }
    let head = HTMLElement(
      "tr", [:],
      [
        HTMLElement("th", ["scope": "col"], text: "Elapsed"),
        HTMLElement("th", ["scope": "col"], text: "What happened"),
      ])
    return section(
      "Timeline", class: "timeline",
      [
        HTMLElement(
          "table", [:], [HTMLElement("thead", [:], [head]), HTMLElement("tbody", [:], rows)])
      ])
  }

  private func noteRow(_ time: String, _ text: String) -> HTMLElement {
    let text = Sanitizer.oneLine(text, limit: RunSummary.textLimit)
    return HTMLElement("tr", [:], [HTMLElement("td", text: time), HTMLElement("td", text: text)])
  }

  private func section(_ title: String, class: String, _ content: [HTMLElement]) -> HTMLElement {
    HTMLElement("section", ["class": `class`], [HTMLElement("h2", text: title)] + content)
  }
}

// MARK: Resources

extension HTMLRun {
  private var resources: HTMLElement {
    let all = summary.resources
    guard !all.isEmpty else { return .nothing }
    let failing = summary.record.assessed.assessments.count(where: \.failsGate)
    let most = max(Self.laneLimit, min(failing, Self.failingLaneLimit))
    let shown = all.indices.prefix(most)
    let rest = all.dropFirst(most)
    let more = HTMLElement(
      "p", ["class": "more"], text: "and \(rest.count) more: \(all.tally(withoutFirst: most))")
    let times = HTMLElement(
      "div", ["class": "row times", "aria-hidden": "true"],
      [
        HTMLElement("div", ["class": "side"]),
        HTMLElement(
          "div", ["class": "plot"],
          [
            HTMLElement(
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
        HTMLElement("p", ["class": "tally"], text: all.tally()),
        HTMLElement("ul", ["class": "legend"], legend(of: shown)), times,
        HTMLElement("div", ["class": "lanes", "role": "list"], shown.map(lane)),
        rest.isEmpty ? .nothing : more,
      ])
  }

  /// - Parameter places: those of the resources that are shown.
  private func legend(of places: some Collection<Int>) -> [HTMLElement] {
    let phases = places.lazy.flatMap { summary.resources.phases(at: $0) }
    let seen = Set(phases.map { StatusPattern($0.status) })
    return StatusPattern.allCases.filter(seen.contains).map { pattern in
      let sample = HTMLElement(
        "rect",
        [
          "width": "28", "height": pattern.isThin ? "6" : "16", "y": pattern.isThin ? "6" : "1",
          "fill": "url(#\(pattern.id))",
        ])
      return HTMLElement("li", [:], [.sample(height: 18, sample), .text(" " + pattern.words)])
    }
  }

  private func lane(at place: Int) -> HTMLElement {
    let assessed = summary.resources[place]
    let (resource, assessment) = (assessed.resource, assessed.assessment)
    let name = HTMLElement(
      "div", ["class": "name"], [HTMLElement("bdi", text: resource.nameLabel)])
    let state = HTMLElement(
      "div", ["class": "state"],
      [
        HTMLElement("b", ["class": assessment.tone], text: assessment.word),
        HTMLElement("span", [:], [.text(" · "), HTMLElement("bdi", text: resource.typeLabel)]),
      ])
    let detail = assessed.detail.map {
      HTMLElement("p", ["class": "detail"], [HTMLElement("bdi", text: $0)])
    }
    let picture = ResourceLane(phases: summary.resources.phases(at: place), axis: axis).svg
    return HTMLElement(
      "div", ["class": "row", "role": "listitem"],
      [
        HTMLElement("div", ["class": "side"], [name, state]),
        HTMLElement("div", ["class": "plot"], [picture, detail ?? .nothing]),
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
