/// Renders each event as one JSON object on a line (NDJSON), and problems for people beside it.
///
/// Every object has `time` (ISO 8601, UTC), `elapsed` (seconds) and `event`; the README lists the
/// other members.
package struct JSONRenderer: EventRenderer {
  /// How much of a reason is shown, in Unicode scalars; all of it stands in the report.
  private static let reasonLimit = 2_000

  private let problems: TextRenderer
  private let verbosity: Verbosity
  private let reportPath: String?

  package init(errorStyle: ANSIStyle, verbosity: Verbosity, reportPath: String?) {
    problems = TextRenderer(
      style: ANSIStyle(isOn: false), errorStyle: errorStyle, verbosity: .quiet,
      reportPath: reportPath)
    self.verbosity = verbosity
    self.reportPath = reportPath
  }

  package func lines(for event: Event, in record: RunRecord) -> [OutputLine] {
    let (name, members) = content(of: event.kind, in: record)
    let common: [(String, JSONText)] = [
      ("time", JSONText(event.time)),
      ("elapsed", .number(event.elapsed.inSeconds)),
      ("event", .string(name)),
    ]
    let line = OutputLine(.standardOutput, JSONText.object(common + members).text)
    // Standard output is for programs; a person who looks at standard error sees what went wrong.
    let asides = problems.lines(for: event, in: record).filter { $0.stream == .standardError }
    return (isShown(event.kind) ? [line] : []) + asides
  }

  private func isShown(_ kind: Event.Kind) -> Bool {
    switch kind {
    case .ended, .warning: true
    case .requested: verbosity == .verbose
    case .started, .waitingForJob, .jobFound, .progressed, .retrying, .renewingToken, .heartbeat:
      verbosity != .quiet
    }
  }

  private func content(
    of kind: Event.Kind, in record: RunRecord
  ) -> (name: String, members: [(String, JSONText)]) {
    switch kind {
    case .started(let plan):
      return (
        "started",
        [
          ("bot", .string(plan.bot.id)), ("name", .string(plan.bot.name)),
          ("timeout", .number(plan.limits.total.inSeconds)),
        ]
      )
    case .requested(let request):
      return ("request", members(of: request))
    case .waitingForJob(let doubt):
      return ("waiting", [("reason", .string(doubt.description))])
    case .jobFound(let job, let proof):
      return ("job", members(of: job) + [("proof", .string(proof.description))])
    case .progressed(let job, let changes):
      let resources = changes.map { resource(of: $0.resource) }
      return ("progress", members(of: job) + [("changed", .array(resources))])
    case .retrying(let failure, let attempt, let wait):
      return (
        "retry",
        members(of: failure) + [("attempt", .integer(attempt)), ("wait", .number(wait.inSeconds))]
      )
    case .renewingToken(let failure):
      return ("renew-token", members(of: failure))
    case .heartbeat:
      return ("heartbeat", [("state", .string(record.stateText))])
    case .warning(let warning):
      return ("warning", [("message", .string(warning.description))])
    case .ended(let verdict):
      return ("ended", members(of: verdict, in: record))
    }
  }

  private func members(of request: RequestRecord) -> [(String, JSONText)] {
    let exchange = request.exchange
    return [
      ("number", .integer(request.number)),
      ("method", JSONText(exchange?.method)), ("path", JSONText(exchange?.path)),
      ("status", exchange?.status.map(JSONText.integer) ?? .null),
      ("duration", exchange.map { .number($0.duration.inSeconds) } ?? .null),
      ("bytes", exchange.map { .integer($0.bytes) } ?? .null),
      ("finding", .string(request.finding)),
      ("wait", request.nextWait.map { .number($0.inSeconds) } ?? .null),
    ]
  }

  private func members(of job: PublishJob) -> [(String, JSONText)] {
    [
      ("job", JSONText(job.id)), ("status", .string(job.status.description)),
      ("percentage", job.percentage.map(JSONText.number) ?? .null),
      ("requested", JSONText(job.requestedTime)),
      ("succeeded", .integer(job.tally.count)), ("total", .integer(job.tally.total)),
    ]
  }

  private func members(of failure: RequestFailure) -> [(String, JSONText)] {
    [("failure", .string(failure.description))]
  }

  private func members(of verdict: Verdict, in record: RunRecord) -> [(String, JSONText)] {
    let tally = record.assessed.tally
    let bad = record.assessed.matching(\.failsGate)
    return [
      ("outcome", .string(verdict.outcome.name)),
      ("exitCode", .integer(Int(verdict.outcome.exitCode))),
      ("reason", .string(verdict.reason)), ("advice", JSONText(verdict.advice)),
      ("job", JSONText(record.job?.id)), ("status", JSONText(record.job?.status.description)),
      ("percentage", record.job?.percentage.map(JSONText.number) ?? .null),
      ("passed", .integer(tally.count)),
      ("total", .integer(tally.total)),
      ("notPassed", .array(bad.map { resource(of: $0.resource) })),
      ("requests", .integer(record.requests)), ("report", JSONText(reportPath)),
    ]
  }

  private func resource(of resource: Resource) -> JSONText {
    .object([
      ("type", JSONText(resource.type)), ("name", JSONText(resource.name)),
      ("id", JSONText(resource.id)), ("status", .string(resource.status.description)),
      ("reason", JSONText(resource.reason, limit: Self.reasonLimit)),
    ])
  }
}
