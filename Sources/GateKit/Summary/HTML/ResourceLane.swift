/// The states of one resource over time, as one inline SVG.
struct ResourceLane {
  /// The narrowest segment, as a part of the width, so that a short state is seen too.
  private static let narrowest = 0.006

  /// How many states the picture in words tells.
  private static let wordLimit = 12

  /// What was seen of the resource over time, or empty when that is not known.
  let phases: [RunHistory.Phase]
  let axis: TimeAxis

  var svg: HTMLElement {
    HTMLElement.picture("lane", height: 18, title: title, [.level(9)] + segments.map(\.rect))
  }

  /// The picture in words: `pending from 2s, succeeded from 9s`.
  var title: String {
    guard !phases.isEmpty else { return "its states over time are not known" }
    let rest = phases.count - Self.wordLimit
    return phases.prefix(Self.wordLimit).map { "\($0.status) from \($0.start.text)" }
      .joined(separator: ", ") + (rest > 0 ? ", and \(rest) more states" : "")
  }

  struct Segment: Equatable {
    let pattern: StatusPattern
    let start: Double
    let end: Double

    var rect: HTMLElement {
      HTMLElement(
        "rect",
        [
          "class": "segment", "x": start.percent, "width": (end - start).percent,
          "y": pattern.isThin ? "6" : "1", "height": pattern.isThin ? "6" : "16",
          "fill": "url(#\(pattern.id))",
        ])
    }
  }

  /// The segments from left to right, none on another; the last one always has room.
  var segments: [Segment] {
    guard let final = phases.last else { return [] }
    var segments: [Segment] = []
    var start = 0.0
    for (phase, next) in zip(phases, phases.dropFirst()) {
      start = max(start, axis.place(of: phase.start))
      let end = max(axis.place(of: next.start), start + Self.narrowest)
      guard end < 1 - 2 * Self.narrowest else { break }
      segments.append(Segment(pattern: StatusPattern(phase.status), start: start, end: end))
      start = end
    }
    start = max(start, axis.place(of: final.start))
    return segments + [Segment(pattern: StatusPattern(final.status), start: start, end: 1)]
  }
}
