/// A summary of one run in GitHub Flavored Markdown, with what matters most first.
///
/// It is read as GitHub's step summary, Azure Pipelines' summary tab, a Buildkite annotation, or a
/// file. GitHub refuses one of more than 1 MiB a step; this one stays well below, so that another
/// program may add to it.
/// Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
package struct MarkdownSummary {
  /// The longest summary, in bytes of UTF-8.
  package static let byteLimit = 512 * 1_024

  /// How many bytes the table of resources leaves for the timeline.
  private static let timelineRoom = 128 * 1_024
  private static let resourceLimit = 200
  private static let noteLimit = 100

  private let summary: RunSummary

  package init(
    of record: RunRecord, origin: ReportOrigin, reportPath: String?
  ) {
    summary = RunSummary(of: record, origin: origin, reportPath: reportPath)
  }

  package var text: String {
    let foot = foot
    return runText(room: Self.byteLimit - foot.utf8.count) + foot
  }

  /// What there is to say of the run, in so many bytes.
  private func runText(room: Int) -> String {
    var text = head
    text += resourceTable(room: room - Self.timelineRoom - text.utf8.count)
    return text + timeline(room: room - text.utf8.count)
  }

  private var head: String {
    let badge = summary.badge
    let subject = summary.subject.map { ": \(MarkdownText($0))" } ?? ""
    let advice = summary.advice.map { "**What to do next:** \(MarkdownText($0))\n\n" } ?? ""
    let facts = summary.facts.map { row([$0.name, MarkdownText($0.value, limit: 1_000)]) }
    return "## \(badge.sign) \(badge.word)\(subject)\n\n"
      + "\(MarkdownText(summary.reason))\n\n\(advice)"
      + "| Fact | Value |\n| --- | --- |\n\(facts.joined())\n"
  }

  private var foot: String {
    summary.originTexts.map { MarkdownText($0).description }.joined(separator: " · ") + "\n"
  }

  private func resourceTable(room: Int) -> String {
    let resources = summary.resources
    guard !resources.isEmpty else { return "" }
    let head =
      "### Resources: \(resources.tally())\n\n"
      + "| Type | Name | State | Reason |\n| --- | --- | --- | --- |\n"
    // The line that counts the other resources has less than 200 bytes.
    let rows = fitting(
      resources.prefix(Self.resourceLimit).lazy.map { rowText($0) },
      room: room - head.utf8.count - 200)
    let rest = resources.dropFirst(rows.count)
    let more =
      rest.isEmpty ? "" : "\nand \(rest.count) more: \(resources.tally(withoutFirst: rows.count))\n"
    return head + rows.joined() + more + "\n"
  }

  private func rowText(_ assessed: AssessedResource) -> String {
    row([
      MarkdownText(assessed.resource.typeLabel), MarkdownText(assessed.resource.nameLabel),
      "\(assessed.assessment.sign) \(assessed.assessment.word)",
      MarkdownText(assessed.detail ?? ""),
    ])
  }

  /// The timeline with as many notes as have room, the first and the last of them.
  private func timeline(room: Int) -> String {
    for most in [Self.noteLimit, 50, 20, 10, 4] {
      let text = timeline(of: summary.timeline(most: most))
      if text.utf8.count <= room { return text }
    }
    return ""
  }

  /// The text ends with an empty line, so that the foot is read as Markdown again.
  private func timeline(of timeline: RunSummary.Timeline) -> String {
    guard timeline.count > 0 else { return "" }
    let gap =
      timeline.omitted > 0 ? [row(["…", "\(timeline.omitted) more are left out here"])] : []
    let rows = timeline.first.map(noteText) + gap + timeline.last.map(noteText)
    return "<details>\n<summary>Timeline (\(timeline.count))</summary>\n\n"
      + "| Elapsed | What happened |\n| --- | --- |\n\(rows.joined())\n</details>\n\n"
  }

  private func noteText(_ note: RunHistory.Note) -> String {
    row([note.at.clockText, MarkdownText(note.text, limit: RunSummary.textLimit)])
  }

  private func row(_ cells: [any CustomStringConvertible]) -> String {
    "| \(cells.map(\.description).joined(separator: " | ")) |\n"
  }

  /// The rows from the first on that have room together.
  private func fitting(_ rows: some Sequence<String>, room: Int) -> [String] {
    var used = 0
    return Array(
      rows.prefix { row in
        used += row.utf8.count
        return used <= room
      })
  }
}
