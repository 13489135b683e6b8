/// The line at the foot of a terminal that shows that the gate is alive, drawn anew in place.
package struct LiveBar: Sendable {
  private let paint: Paint
  private let full: Character
  private let empty: Character

  /// The bar is of blocks when the terminal's locale is UTF-8, else of ASCII.
  package init(paint: Paint, isUnicode: Bool) {
    self.paint = paint
    full = isUnicode ? "█" : "#"
    empty = isUnicode ? "░" : "-"
  }

  /// The bar's text without any cursor movement, at most `width` columns wide.
  ///
  /// It holds nothing that the server wrote, so every character is one column.
  package func text(of record: GateRecord, elapsed: Duration, width: Int) -> String {
    let prefix = "[\(elapsed.clockText)] "
    let state = state(of: record)
    let room = width - prefix.count - state.count - 1
    guard width > 0 else { return "" }
    guard let percentage = record.job?.percentage, room >= 10 else {
      return paint.faint(String((prefix + state).prefix(width)))
    }
    let cells = min(room, 40)
    // Rounded down, so that a full bar means 100 %.
    let filled = Int(Double(cells) * percentage / 100)
    return paint.faint(prefix) + paint.good(String(repeating: full, count: filled))
      + paint.faint(String(repeating: empty, count: cells - filled)) + " " + state
  }

  private func state(of record: GateRecord) -> String {
    if record.failure != nil { return "no good answer, trying again" }
    if record.doubt != nil { return "waiting for a fresh job" }
    guard let job = record.job else { return "waiting for an answer" }
    let tally = job.tally
    let resources = tally.total == 0 ? "" : ", \(tally.succeeded) of \(tally.total) resources"
    return (job.percentage?.percentText ?? "in progress") + resources
  }
}
