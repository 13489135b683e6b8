/// Renders events as lines for people: elapsed time first, one line for each thing that changed.
package struct TextRenderer: EventRenderer {
  /// How many resources one event names on lines of their own; the rest are counted.
  private static let resourceLineLimit = 20

  private let style: ANSIStyle
  /// Standard error may be a file while standard output is a terminal.
  private let errorStyle: ANSIStyle
  private let verbosity: Verbosity
  private let reportPath: String?

  /// The closing line names the report's path; nil when there is no report.
  package init(style: ANSIStyle, errorStyle: ANSIStyle, verbosity: Verbosity, reportPath: String?) {
    self.style = style
    self.errorStyle = errorStyle
    self.verbosity = verbosity
    self.reportPath = reportPath
  }

  /// A line before it is put together.
  private struct Draft {
    let stream: OutputLine.Stream
    /// Our own words, the only part with colours.
    let lead: String
    /// May hold anything: the server's words, a path, the system's account of an error.
    let text: String
  }

  package func lines(for event: Event, in record: RunRecord) -> [OutputLine] {
    let prefix = "[\(event.elapsed.clockText)]"
    return drafts(for: event.kind, in: record).map { draft in
      let style = style(for: draft.stream)
      return OutputLine(
        draft.stream, "\(style.dim(prefix)) \(draft.lead)\(Sanitizer.oneLine(draft.text))")
    }
  }

  private func style(for stream: OutputLine.Stream) -> ANSIStyle {
    switch stream {
    case .standardOutput: style
    case .standardError: errorStyle
    }
  }

  private func drafts(for kind: Event.Kind, in record: RunRecord) -> [Draft] {
    switch kind {
    case .started(let plan):
      let reason = plan.limits.shortenedBy.map { ", which is what \($0) leaves" } ?? ""
      return normal(
        "waiting for the publish of \(plan.bot.label), at most \(plan.limits.total.text)\(reason)")
    case .requested(let request):
      return verbosity == .verbose ? [out(request.text)] : []
    case .waitingForJob(let doubt):
      return normal("no fresh job yet: \(doubt.description)")
    case .jobFound(let job, let proof):
      return normal(
        "watching job \(job.idText), requested \(job.requestedText): \(proof.description)")
    case .progressed(let job, let changes):
      return verbosity == .quiet ? [] : progress(of: job, changes, in: record)
    case .retrying(let failure, let attempt, let wait):
      return normal(
        lead: style.warning("retry \(attempt)") + ": ",
        "\(failure.description); next attempt in \(wait.text)")
    case .renewingToken(let failure):
      return normal(
        lead: style.warning("retry") + ": ", "\(failure.description); renewing the token")
    case .heartbeat(let state):
      return normal(state.text)
    case .warning(let warning):
      return [error(lead: errorStyle.warning("warning") + ": ", warning.description)]
    case .ended(let verdict):
      return ending(verdict, in: record)
    }
  }

  private func out(lead: String = "", _ text: String) -> Draft {
    Draft(stream: .standardOutput, lead: lead, text: text)
  }

  private func error(lead: String, _ text: String) -> Draft {
    Draft(stream: .standardError, lead: lead, text: text)
  }

  private func normal(lead: String = "", _ text: String) -> [Draft] {
    verbosity == .quiet ? [] : [out(lead: lead, text)]
  }

  // MARK: Progress

  private func progress(
    of job: PublishJob, _ changes: [ResourceChange], in record: RunRecord
  ) -> [Draft] {
    let ended = job.status.isTerminal
    let assessed = changes.map { change in
      AssessedResource(
        resource: change.resource,
        assessment: record.policy.assess(change.resource, jobEnded: ended))
    }
    let bad = assessed.filter {
      switch $0.assessment {
      // When the publish is over, the ending tells of all that failed.
      case .failed, .unknown: !ended
      case .tolerated: true
      case .unfinished, .notAttempted, .passed, .awaitingApproval: false
      }
    }
    return [out(job.progressText(after: changes))] + lines(of: bad)
  }

  private func lines(of bad: [AssessedResource]) -> [Draft] {
    let rest = bad.count - Self.resourceLineLimit
    return bad.prefix(Self.resourceLineLimit).map { each in
      let sign = each.assessment == .tolerated ? style.warning("-") : style.bad("x")
      return out(lead: sign + " ", "\(each)")
    } + (rest > 0 ? [out("… and \(rest) more resources")] : [])
  }

  // MARK: Ending

  private func ending(_ verdict: Verdict, in record: RunRecord) -> [Draft] {
    var lines: [Draft] = []
    let bad = record.assessed.matching(\.failsGate)
    // A single resource stands in the reason already.
    if record.job?.status.isTerminal == true, bad.count > 1, verbosity != .quiet {
      lines += self.lines(of: bad)
    }
    if verdict.outcome != .passed {
      lines.append(error(lead: errorStyle.bad("error") + ": ", verdict.explanation))
    }
    return lines + [closing(verdict, in: record)]
  }

  private func closing(_ verdict: Verdict, in record: RunRecord) -> Draft {
    let tally = record.assessed.tally
    let name = style.outcome(verdict.outcome, verdict.outcome.name)
    let facts = [
      tally.total == 0 ? "no resources" : "\(tally) passed",
      record.elapsed.text,
      record.requests == 1 ? "1 request" : "\(record.requests) requests",
      reportPath.map { "report \($0)" } ?? "no report",
      "exit code \(verdict.outcome.exitCode)",
    ]
    return out(lead: name + ": ", "\(verdict.reason) | \(facts.joined(separator: ", "))")
  }
}

extension RequestRecord {
  fileprivate var text: String {
    let next = nextWait.map { "next in \($0.text)" } ?? "no further request"
    guard let exchange else { return "request \(number): no reply; \(finding); \(next)" }
    let status = exchange.status.map { "HTTP \($0)" } ?? "no HTTP status"
    return "request \(number): \(exchange.method) \(exchange.path), \(status),"
      + " \(exchange.duration.text), \(exchange.bytes) bytes; \(finding); \(next)"
  }
}

extension HeartbeatState {
  fileprivate var text: String {
    switch self {
    case .noContact(let failure?): "still no good answer: \(failure.description)"
    case .noContact(nil): "still waiting for an answer"
    case .waitingForJob(let doubt?): "still no fresh job: \(doubt.description)"
    case .waitingForJob(nil): "still no fresh job"
    case .watching(let job): "still \(job.stateText)"
    }
  }
}

extension Duration {
  /// Elapsed time of one width below an hour: `00:04.2`, then `1:02:03.4`.
  package var clockText: String {
    let tenths = (max(0, milliseconds) + 50) / 100
    let (hours, minutes) = (tenths / 36_000, tenths / 600 % 60)
    let seconds = "\((tenths / 10 % 60).padded(to: 2)).\(tenths % 10)"
    return hours > 0
      ? "\(hours):\(minutes.padded(to: 2)):\(seconds)" : "\(minutes.padded(to: 2)):\(seconds)"
  }
}
