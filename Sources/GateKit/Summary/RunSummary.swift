/// What a summary tells of a run, in plain text that the format of the summary still has to escape.
struct RunSummary {
  /// The longest reason, advice or other single text, in Unicode scalars.
  static let textLimit = 2_000

  let record: RunRecord
  let origin: ReportOrigin
  /// Where the JUnit report is, or nil when there is none.
  let reportPath: String?
  /// The resources of the watched job, those that stand in the way of green first.
  let resources: SummaryResources

  init(of record: RunRecord, origin: ReportOrigin, reportPath: String?) {
    self.record = record
    self.origin = origin
    self.reportPath = reportPath
    resources = SummaryResources(of: record)
  }

  var badge: OutcomeBadge { OutcomeBadge(outcome: record.verdict?.outcome) }

  /// What the run was about, or nil when no bot could be read from the settings.
  var subject: String? { record.bot == .unknown ? nil : "publish of \(record.bot.name)" }

  /// Why the run ended as it did, or how it stands, as a sentence.
  var reason: String {
    let clause =
      record.verdict?.reason
      ?? "the gate had not finished when this was written; \(record.stateText)"
    return Sanitizer.oneLine(clause, limit: Self.textLimit).asSentence
  }

  /// What to do about it, or nil when there is nothing to do.
  var advice: String? {
    guard let verdict = record.verdict else {
      return "The gate was killed, or is still running: look at its log."
    }
    return verdict.advice.map { Sanitizer.oneLine($0, limit: Self.textLimit) }
  }

  /// The facts, each under a name that no other has.
  var facts: [(name: String, value: String)] {
    let tally = record.assessed.tally
    let exit = record.verdict.map { "\($0.outcome.exitCode) (\($0.outcome.name))" }
    let all: [(String, String?)] = [
      ("Bot", subject == nil ? nil : record.bot.label),
      ("Job", subject == nil ? nil : record.job?.idText ?? "none seen"),
      ("Requested", record.job.map { $0.requestedTime?.readable ?? "not given" }),
      ("Status", record.job?.status.description),
      ("Percentage", record.job.map { $0.percentage?.percentText ?? "not given" }),
      ("Resources", tally.total == 0 ? nil : "\(tally.numbers) passed"),
      ("Elapsed", record.elapsed.text),
      ("Requests", requestsText),
      ("Exit code", exit ?? "none yet"),
      ("Report", reportPath),
    ]
    return all.compactMap { name, value in value.map { (name, $0) } }
  }

  private var requestsText: String {
    let failed = record.history.pollCounts.failures
    return failed == 0 ? "\(record.requests)" : "\(record.requests) (\(failed) failed)"
  }

  /// Where the summary comes from, in small print: `server https://kore.example`.
  var originTexts: [String] {
    let parts = [
      ("publish-gate", origin.gateVersion), ("server", origin.server),
      ("runner", origin.hostname), ("started", record.startedAt.readable),
    ]
    return parts.filter { !$0.1.isEmpty }.map { name, value in
      "\(name) \(Sanitizer.oneLine(value, limit: UntrustedText.logLimit))"
    }
  }

  /// What happened, and the end; of more than `most` the middle is left out.
  func timeline(most: Int) -> Timeline {
    let end = record.verdict.map {
      RunHistory.Note(at: record.elapsed, text: "\($0.outcome.name): \($0.reason)")
    }
    let notes = record.history.notes + (end.map { [$0] } ?? [])
    guard notes.count > most else { return Timeline(first: notes, omitted: 0, last: []) }
    return Timeline(
      first: Array(notes.prefix(most / 2)), omitted: notes.count - most / 2 - (most - most / 2),
      last: Array(notes.suffix(most - most / 2)))
  }

  struct Timeline {
    let first: [RunHistory.Note]
    /// How many are left out between the first and the last.
    let omitted: Int
    let last: [RunHistory.Note]

    var count: Int { first.count + omitted + last.count }
  }
}

extension Timestamp {
  /// The time for people, in UTC with whole seconds: `2026-01-02 03:04:05 UTC`.
  var readable: String {
    iso8601WithoutZone.split(separator: "T").joined(separator: " ") + " UTC"
  }
}

extension String {
  /// The text with a capital letter and a full stop.
  fileprivate var asSentence: String {
    guard let first, first.isASCII else { return withFullStop }
    return first.uppercased() + dropFirst().description.withFullStop
  }
}
