/// The line at the foot of a terminal that shows that the gate is alive, drawn anew in place.
package struct LiveBar: Sendable {
  private let style: ANSIStyle
  private let full: Character
  private let empty: Character

  /// The bar is of blocks when the terminal's locale is UTF-8, else of ASCII.
  package init(style: ANSIStyle, isUnicode: Bool) {
    self.style = style
    full = isUnicode ? "█" : "#"
    empty = isUnicode ? "░" : "-"
  }

  /// The bar's text without any cursor movement, at most `width` columns wide.
  ///
  /// It holds nothing that the server wrote, so every character is one column.
  package func text(of record: RunRecord, elapsed: Duration, width: Int) -> String {
    let prefix = "[\(elapsed.clockText)] "
    let state = state(of: record)
    let room = width - prefix.count - state.count - 1
    guard width > 0 else { return "" }
    guard let percentage = record.job?.percentage, room >= 10 else {
      return style.dim(String((prefix + state).prefix(width)))
    }
    let cells = min(room, 40)
    // Rounded down, so that a full bar means 100 %.
    let filled = Int(Double(cells) * percentage / 100)
    return style.dim(prefix) + style.good(String(repeating: full, count: filled))
      + style.dim(String(repeating: empty, count: cells - filled)) + " " + state
  }

  private func state(of record: RunRecord) -> String {
    if record.failure != nil { return "no good answer, trying again" }
    if record.doubt != nil { return "waiting for a fresh job" }
    guard let job = record.job else { return "waiting for an answer" }
    let tally = job.tally
    let resources = tally.total == 0 ? "" : ", \(tally)"
    return (job.percentage?.percentText ?? "in progress") + resources
  }
}
