/// How a resource's state is drawn: each has a pattern of its own besides its colour.
enum StatusPattern: String, CaseIterable {
  case failed
  case unknown
  case skipped
  case pending
  case inProgress = "in progress"
  case succeeded

  init(_ status: ResourceStatus) {
    switch status {
    case .succeeded: self = .succeeded
    case .failed: self = .failed
    case .inProgress: self = .inProgress
    case .pending: self = .pending
    case .skipped: self = .skipped
    case .unknown: self = .unknown
    }
  }

  var words: String { rawValue }

  /// The id of the pattern, which the document defines once.
  var id: String { self == .inProgress ? "state-running" : "state-\(rawValue)" }

  /// Whether nothing has been done with the resource.
  var isThin: Bool { self == .pending || self == .skipped }

  /// The patterns that every segment refers to, and the pattern of the gaps in the chart.
  ///
  /// The colours stand in attributes too, for readers that refuse style sheets.
  static var definitions: [HTMLElement] {
    allCases.map { pattern($0.id, $0.size, $0.content) }
      + [pattern("gap", (8, 8), [ground("none"), strokes(stripes, "#aaa")])]
  }

  private static let stripes = "M-2 10L10-2M-2 2L2-2M6 10L10 6"

  private var content: [HTMLElement] {
    switch self {
    case .succeeded: [Self.ground("#283")]
    case .failed: [Self.ground("#c22"), Self.strokes("M4 6l6 6m0-6l-6 6", "#fff")]
    case .inProgress: [Self.ground("#cde"), Self.strokes(Self.stripes, "#06c")]
    case .unknown: [Self.ground("#fe9"), Self.strokes("M2 0v8M6 0v8", "#850")]
    case .pending: [HTMLElement("circle", ["cx": "3", "cy": "3", "r": "1.4", "fill": "#666"])]
    case .skipped: [Self.strokes("M0 1.5h6M0 4.5h6", "#666")]
    }
  }

  /// A tile of the pattern; a failure's is as high as a lane, with one cross.
  private var size: (width: Int, height: Int) {
    switch self {
    case .failed: (14, 18)
    case .pending, .skipped: (6, 6)
    case .succeeded, .inProgress, .unknown: (8, 8)
    }
  }

  private static func pattern(
    _ id: String, _ size: (width: Int, height: Int), _ content: [HTMLElement]
  ) -> HTMLElement {
    HTMLElement(
      "pattern",
      [
        "id": id, "width": "\(size.width)", "height": "\(size.height)",
        "patternUnits": "userSpaceOnUse",
      ], content)
  }

  private static func ground(_ color: String) -> HTMLElement {
    HTMLElement("rect", ["width": "14", "height": "18", "fill": color])
  }

  private static func strokes(_ data: String, _ color: String) -> HTMLElement {
    HTMLElement("path", ["d": data, "fill": "none", "stroke": color, "stroke-width": "1.5"])
  }
}
