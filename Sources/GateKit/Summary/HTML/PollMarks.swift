/// All polls of one kind on a line of their own, at their times.
struct PollMarks {
  /// In pixels, with the label above the marks.
  static let height = 38.0

  enum Kind: String, CaseIterable {
    case job
    case noFreshJob = "none"
    case failure = "failed"

    init(_ observation: RequestRecord.Observation) {
      switch observation {
      case .job: self = .job
      case .noFreshJob: self = .noFreshJob
      case .failure: self = .failure
      }
    }

    var words: String {
      switch self {
      case .job: "job seen"
      case .noFreshJob: "no fresh job"
      case .failure: "request failed"
      }
    }

    /// A disc, a ring, and a cross, drawn around the origin.
    fileprivate var shape: HTMLElement {
      switch self {
      case .job: HTMLElement("circle", ["r": "4", "fill": "#06c"])
      case .noFreshJob:
        HTMLElement(
          "circle", ["r": "3.5", "fill": "none", "stroke": "#777", "stroke-width": "1.8"])
      case .failure:
        HTMLElement(
          "path",
          ["d": "M-4-4l8 8m0-8l-8 8", "fill": "none", "stroke": "#c22", "stroke-width": "2.2"])
      }
    }
  }

  let kind: Kind
  private let polls: [RunHistory.Poll]
  private let axis: TimeAxis
  private let isDense: Bool

  /// How many there were, of which not all need be kept.
  let count: Int

  /// Nil when there is no poll of the kind.
  init?(of kind: Kind, in history: RunHistory, axis: TimeAxis, isDense: Bool) {
    self.kind = kind
    count =
      switch kind {
      case .job: history.pollCounts.jobs
      case .noFreshJob: history.pollCounts.noFreshJobs
      case .failure: history.pollCounts.failures
      }
    polls = history.polls.filter { Kind($0.observation) == kind }
    self.axis = axis
    self.isDense = isDense
    guard count > 0 else { return nil }
  }

  /// The shapes that the marks of each kind refer to.
  static var definitions: [HTMLElement] {
    Kind.allCases.map {
      HTMLElement("g", ["id": "poll-\($0.rawValue)", "class": "poll \($0.rawValue)"], [$0.shape])
    }
  }

  func marks(top: Double) -> HTMLElement {
    let middle = top + 26
    let label = "\(kind.words.prefix(1).uppercased())\(kind.words.dropFirst()): \(count)"
    return .group([
      .level(middle), isDense ? ticks(middle: middle) : shapes(middle: middle),
      .leftLabel(label, baseline: top + 12, class: "strip"),
    ])
  }

  private func shapes(middle: Double) -> HTMLElement {
    .group(
      polls.map { poll in
        let x = axis.place(of: poll.at).percent
        return HTMLElement(
          "use", ["href": "#poll-\(kind.rawValue)", "x": x, "y": middle.decimal],
          [HTMLElement("title", text: words(of: poll))])
      })
  }

  private func words(of poll: RunHistory.Poll) -> String {
    let percentage: String =
      if case .job(let percentage?) = poll.observation { ", \(percentage.percentText)" } else { "" }
    return "\(poll.at.clockText) \(kind.words)\(percentage)"
  }

  /// Thin marks; those that would lie on each other on the widest screen are drawn once.
  private func ticks(middle: Double) -> HTMLElement {
    let resolution = 2_000
    var places: [Int] = []
    for poll in polls {
      let place = Int(axis.place(of: poll.at) * Double(resolution))
      if place != places.last { places.append(place) }
    }
    let path = HTMLElement(
      "path",
      [
        "class": "ticks \(kind.rawValue)", "vector-effect": "non-scaling-stroke",
        "d": places.map { "M\($0) 0v12" }.joined(), "fill": "none", "stroke": "#333",
      ])
    return HTMLElement(
      "svg",
      [
        "x": "0", "y": (middle - 6).decimal, "width": "100%", "height": "12",
        "viewBox": "0 0 \(resolution) 12", "preserveAspectRatio": "none",
      ], [path])
  }
}
