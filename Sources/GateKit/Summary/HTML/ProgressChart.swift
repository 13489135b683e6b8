/// The percentage over time, and every poll by its kind, as one inline SVG.
///
/// Places across are percentages and heights are pixels, so that the chart fills any width and its
/// text stays as large as it is.
/// Sources: https://www.w3.org/TR/SVG2/coords.html, https://www.w3.org/TR/graphics-aria-1.0/
struct ProgressChart {
  private static let top = 20.0
  private static let plotHeight = 176.0
  private static let levels: [Double] = [0, 25, 50, 75, 100]

  /// With more polls than this a poll is a thin mark and has no dot on the line.
  private static let shapeLimit = 40

  private let polls: [RunHistory.Poll]
  private let gaps: [Range<Duration>]
  private let axis: TimeAxis
  private let steps: ProgressPath
  private let pollMarks: [PollMarks]
  private let percentages: [(at: Duration, percentage: Double)]

  init(history: RunHistory, axis: TimeAxis) {
    polls = history.polls
    self.axis = axis
    gaps = history.gaps(until: axis.end)
    steps = ProgressPath(polls: history.polls, axis: axis)
    let isDense = history.polls.count > Self.shapeLimit
    pollMarks = PollMarks.Kind.allCases.compactMap {
      PollMarks(of: $0, in: history, axis: axis, isDense: isDense)
    }
    percentages = history.polls.compactMap { poll in
      guard case .job(let percentage?) = poll.observation else { return nil }
      return (poll.at, percentage)
    }
  }

  var svg: HTMLElement {
    let bottom = Self.top + Self.plotHeight
    let marksTop = bottom + 12
    let axisLine = marksTop + Double(pollMarks.count) * PollMarks.height + 16
    let marks = pollMarks.enumerated().map { place, polls in
      polls.marks(top: marksTop + Double(place) * PollMarks.height)
    }
    let scale = Self.levels.map {
      HTMLElement.level(height(of: $0), class: $0 == 0 ? "base" : "grid")
    }
    return HTMLElement.picture(
      "chart", height: axisLine + 6, title: title,
      [
        shades, .group(scale), axis.lines(from: Self.top, to: axisLine - 14), line, scaleLabels,
        dots, absence, .group(marks), axis.labels(baseline: axisLine),
      ])
  }

  /// The meaning of the lines and of the shades that the chart has.
  var legend: [(sample: HTMLElement, words: String)] {
    var legend: [(HTMLElement, String)] = []
    if !steps.solid.isEmpty {
      legend.append((.sample(height: 14, Self.path("M0 7h28", .line)), "percentage, as last seen"))
    }
    if !steps.assumed.isEmpty {
      legend.append(
        (.sample(height: 14, Self.path("M0 7h28", .assumed)), "not confirmed meanwhile"))
    }
    if !gaps.isEmpty {
      let shade = HTMLElement("rect", ["width": "28", "height": "14", "fill": "url(#gap)"])
      legend.append((.sample(height: 14, shade), "no good answer"))
    }
    return legend
  }

  /// What the line shows, as a sentence.
  var caption: String {
    guard let first = percentages.first, let last = percentages.last else {
      let sawJob = polls.contains { PollMarks.Kind($0.observation) == .job }
      return sawJob ? "The server gave no percentage." : "The publish was never seen."
    }
    guard percentages.count > 1 else {
      return "\(first.percentage.percentText) after \(first.at.text)."
    }
    return "From \(first.percentage.percentText) after \(first.at.text) to"
      + " \(last.percentage.percentText) after \(last.at.text)."
  }

  /// The picture in words.
  private var title: String {
    let counts = pollMarks.map { "\($0.kind.words): \($0.count)" }.joined(separator: ", ")
    return "Chart of the progress over \(axis.end.text). \(caption) Polls by kind: \(counts)."
  }

  private func height(of percentage: Double) -> Double {
    Self.top + Self.plotHeight * (1 - percentage / 100)
  }

  /// The labels stand within the plot; where there is room the style sheet moves them out of it.
  private var scaleLabels: HTMLElement {
    .group(
      Self.levels.map {
        HTMLElement.leftLabel("\(Int($0)) %", baseline: height(of: $0) - 4, class: "level")
      })
  }

  private var shades: HTMLElement {
    .group(
      gaps.map { gap in
        let (start, end) = (axis.place(of: gap.lowerBound), axis.place(of: gap.upperBound))
        return HTMLElement(
          "rect",
          [
            "x": start.percent, "width": max(end - start, 0.002).percent, "y": Self.top.decimal,
            "height": Self.plotHeight.decimal, "fill": "url(#gap)",
          ])
      })
  }

  private var line: HTMLElement {
    guard !steps.solid.isEmpty else { return .nothing }
    let paths = [(steps.area, PathStyle.area), (steps.assumed, .assumed), (steps.solid, .line)]
    return HTMLElement(
      "svg",
      [
        "x": "0", "y": Self.top.decimal, "width": "100%", "height": Self.plotHeight.decimal,
        "viewBox": "0 0 \(ProgressPath.width.decimal) \(ProgressPath.height.decimal)",
        "preserveAspectRatio": "none", "overflow": "visible",
      ], paths.filter { !$0.0.isEmpty }.map(Self.path))
  }

  private enum PathStyle: String {
    case area
    case assumed
    case line
  }

  private static func path(_ data: String, _ style: PathStyle) -> HTMLElement {
    HTMLElement(
      "path",
      [
        "class": style.rawValue, "d": data, "vector-effect": "non-scaling-stroke",
        "fill": style == .area ? "#06c" : "none", "fill-opacity": "0.12",
        "stroke": style == .area ? "none" : "#06c", "stroke-width": "2",
        "stroke-dasharray": style == .assumed ? "2 5" : "none",
      ])
  }

  private var dots: HTMLElement {
    guard polls.count <= Self.shapeLimit else { return .nothing }
    return .group(
      percentages.map { at, percentage in
        HTMLElement(
          "circle",
          [
            "class": "dot", "cx": axis.place(of: at).percent, "cy": height(of: percentage).decimal,
            "r": "3.5", "fill": "#06c",
          ])
      })
  }

  /// The reason why there is no line, in the place of the line.
  private var absence: HTMLElement {
    guard percentages.isEmpty else { return .nothing }
    return HTMLElement(
      "text",
      [
        "class": "absence", "x": "50%", "y": (height(of: 50) + 16).decimal,
        "text-anchor": "middle", "font-size": "14",
      ], text: caption)
  }
}

extension RunHistory {
  /// The times without a good answer, each from the last one before to the first one after.
  func gaps(until end: Duration) -> [Range<Duration>] {
    var gaps: [Range<Duration>] = []
    var lastGood = Duration.zero
    var isOpen = false
    for poll in polls {
      guard poll.observation != .failure else {
        isOpen = true
        continue
      }
      if isOpen { gaps.append(lastGood..<max(lastGood, poll.at)) }
      (lastGood, isOpen) = (poll.at, false)
    }
    if isOpen { gaps.append(lastGood..<max(lastGood, end)) }
    return gaps
  }
}
