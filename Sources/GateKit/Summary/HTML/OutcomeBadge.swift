/// How a verdict looks at a glance: a word, a sign and a shape, none of which needs colour.
struct OutcomeBadge: Equatable {
  /// What kind of end it was; each kind has a sign, a shape and a colour of its own.
  enum Kind: String, CaseIterable {
    case good
    case bad
    case doubtful
    case running
  }

  /// Nil while the run goes on.
  let outcome: Outcome?

  var kind: Kind {
    switch outcome?.severity {
    case .good: .good
    case .bad: .bad
    case .doubtful: .doubtful
    case nil: .running
    }
  }

  /// `Timed out`.
  var word: String {
    switch outcome {
    case nil: "Not finished"
    case .passed: "Passed"
    case .failed: "Failed"
    case .usage: "Wrong usage"
    case .notFound: "Not found"
    case .unreachable: "Unreachable"
    case .internalError: "Internal error"
    case .reportNotWritten: "Report not written"
    case .superseded: "Superseded"
    case .protocolError: "Protocol error"
    case .unauthorized: "Unauthorized"
    case .timedOut: "Timed out"
    case .interrupted: "Interrupted"
    }
  }

  /// A pictograph that says the same in shades of grey.
  var sign: String {
    switch kind {
    case .good: "✅"
    case .bad: "❌"
    case .doubtful: "⚠️"
    case .running: "⏳"
    }
  }

  /// The shape as SVG: a disc with a tick, an octagon with a cross, a triangle with an exclamation
  /// mark, a disc with hands.
  ///
  /// The colours stand in attributes too, for readers that refuse style sheets.
  var icon: HTMLElement {
    let shape = HTMLElement("path", ["class": "face", "d": outline, "fill": plainColor])
    let sign = HTMLElement(
      "path",
      [
        "class": "mark", "d": mark, "fill": "none", "stroke": "#fff", "stroke-width": "2.2",
        "stroke-linecap": "round", "stroke-linejoin": "round",
      ])
    return HTMLElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "icon", "width": "48", "height": "48",
        "viewBox": "0 0 24 24", "aria-hidden": "true",
      ], [shape, sign])
  }

  private var plainColor: String {
    switch kind {
    case .good: "#283"
    case .bad: "#c22"
    case .doubtful: "#a60"
    case .running: "#555"
    }
  }

  private var outline: String {
    switch kind {
    case .good, .running: "M12 1a11 11 0 0 1 0 22a11 11 0 0 1 0-22z"
    case .bad: "M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z"
    case .doubtful: "M12 1.4q.9 0 1.4.9l9.4 18q.8 1.8-1.2 1.8H2.4q-2 0-1.2-1.8l9.4-18q.5-.9 1.4-.9z"
    }
  }

  private var mark: String {
    switch kind {
    case .good: "M7 12.4l3.4 3.4L17 9"
    case .bad: "M8.2 8.2l7.6 7.6m0-7.6l-7.6 7.6"
    case .doubtful: "M12 9v5.4m0 3.8v.1"
    case .running: "M12 6v6.4l4 2.4"
    }
  }
}
