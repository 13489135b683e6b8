/// The time axis that all pictures of a run share, so that they can be compared.
struct TimeAxis {
  /// How far the picture goes beyond the end of the run, as a part of the run's time: the last state
  /// is often seen in the very last moment, and needs room.
  private static let tail = 0.04

  /// How much of the narrowest picture a label takes.
  private static let labelRoom = 0.17

  /// When the run ended.
  let end: Duration

  /// The time from the left edge to the right one, in seconds; never zero.
  private let span: Double

  init(end: Duration) {
    self.end = end
    span = (end > .zero ? end.inSeconds : 1) * (1 + Self.tail)
  }

  /// Where a time is, from 0 at the left edge to 1 at the right one.
  func place(of time: Duration) -> Double {
    min(max(time.inSeconds / span, 0), 1)
  }

  /// At most six evenly spaced times from zero on; none lies so near the end that its label would
  /// touch that of the end.
  var ticks: [Duration] {
    let step = Self.steps.first { end <= $0 * 6 } ?? .seconds(10 * 86_400)
    let times = stride(from: 0, to: max(end.milliseconds, 1), by: Int(step.milliseconds))
    return times.map { Duration.milliseconds($0) }.filter {
      $0 == .zero || place(of: end) - place(of: $0) >= Self.labelRoom
    }
  }

  /// Steps that people count in.
  private static let steps: [Duration] =
    [1, 2, 5, 10, 20, 50, 100, 200, 500].map { .milliseconds($0) }
    + [1, 2, 5, 10, 15, 30].map { .seconds($0) }
    + [1, 2, 5, 10, 15, 30].map { .seconds($0 * 60) }
    + [1, 2, 3, 6, 12, 24, 48, 120].map { .seconds($0 * 3_600) }

  /// The labels of the times and of the end on this base line.
  func labels(baseline: Double) -> HTMLElement {
    let times = ticks.map { tick in
      tick == .zero
        ? label("0", at: 0, anchor: "start", baseline)
        : label(tick.text, at: place(of: tick), anchor: "middle", baseline)
    }
    let isShort = end.text.count < 6
    let last = label(
      end.text, at: isShort ? place(of: end) : 1, anchor: isShort ? "middle" : "end", baseline,
      class: "end", shift: isShort ? 0 : 12)
    return .group(times + (end > .zero ? [last] : []))
  }

  private func label(
    _ text: String, at place: Double, anchor: String, _ baseline: Double, class: String = "tick",
    shift: Int = 0
  ) -> HTMLElement {
    HTMLElement(
      "text",
      [
        "class": `class`, "x": place.percent, "dx": "\(shift)", "y": baseline.decimal,
        "text-anchor": anchor, "font-size": "12",
      ], text: text)
  }

  /// Upright lines at the labelled times, and another one at the end.
  func lines(from top: Double, to bottom: Double) -> HTMLElement {
    func line(at time: Duration, class: String) -> HTMLElement {
      let x = place(of: time).percent
      return HTMLElement(
        "line",
        [
          "class": `class`, "x1": x, "x2": x, "y1": top.decimal, "y2": bottom.decimal,
          "stroke": "#999",
        ])
    }
    return .group(ticks.map { line(at: $0, class: "grid") } + [line(at: end, class: "finish")])
  }
}

extension HTMLElement {
  /// A line across the whole picture.
  static func level(_ y: Double, class: String = "grid") -> HTMLElement {
    HTMLElement(
      "line",
      [
        "class": `class`, "x1": "0", "x2": "100%", "y1": y.decimal, "y2": y.decimal,
        "stroke": "#999",
      ])
  }

  /// A label at the left edge.
  static func leftLabel(_ text: String, baseline: Double, class: String) -> HTMLElement {
    HTMLElement(
      "text", ["class": `class`, "x": "0", "y": baseline.decimal, "font-size": "12"], text: text)
  }

  /// A small SVG for a legend, whose words say the same.
  static func sample(height: Int, _ content: HTMLElement) -> HTMLElement {
    HTMLElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": "28", "height": "\(height)",
        "aria-hidden": "true",
      ], [content])
  }

  /// An SVG as wide as there is room, which reads as one picture with this text.
  static func picture(_ name: String, height: Double, title: String, _ content: [HTMLElement])
    -> HTMLElement
  {
    HTMLElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": name, "role": "img", "width": "100%",
        "height": height.decimal, "overflow": "visible",
      ], [HTMLElement("title", text: title)] + content)
  }
}
