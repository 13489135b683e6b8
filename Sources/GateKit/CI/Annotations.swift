/// The errors and warnings of a run that has ended, for a CI that lists them apart from the log.
///
/// Every message is sanitised and on one line; a CI's command only has to escape it.
struct Annotations: Equatable {
  /// How many errors, and how many warnings, GitHub and Azure Pipelines keep of one step.
  ///
  /// Sources: `_maxIssueCount` in
  /// https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs and in
  /// https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/ExecutionContext.cs
  static let limit = 10

  /// The longest message, in Unicode scalars: as UTF-16 at most 4,000 units, less than GitHub's
  /// 4,096 and no more than TeamCity's 4,000.
  static let messageLimit = 2_000

  let errors: [String]
  let warnings: [String]

  init(of verdict: Verdict, in record: RunRecord) {
    errors = Self.messages(
      of: Self.errors(verdict, record.failing.map(Item.resource)),
      rest: { "and \($0) more errors" })
    warnings = Self.messages(
      of: record.doubtful.map(Item.resource) + record.history.warnings.compactMap(Item.init),
      rest: { "and \($0) more warnings" })
  }

  /// The verdict comes first, unless a resource explains it in full.
  private static func errors(_ verdict: Verdict, _ failing: [Item]) -> [Item] {
    guard verdict.outcome != .passed else { return [] }
    let isExplained = verdict.outcome == .failed && failing.contains { $0.explainsFailure }
    return (isExplained ? [] : [.verdict(verdict)]) + failing
  }

  private static func messages(of items: [Item], rest: (Int) -> String) -> [String] {
    let shown = items.count > limit ? limit - 1 : items.count
    let left = items.count - shown
    return items.prefix(shown).map(\.message) + (left > 0 ? [rest(left)] : [])
  }

  enum Item {
    case verdict(Verdict)
    case resource(AssessedResource)
    case warning(Warning)

    /// Nil for a warning that repeats what the resources say.
    init?(_ warning: Warning) {
      switch warning {
      case .awaitingApproval: return nil
      case .clockSkew, .tokenTime, .olderThanSince, .unknownStatus, .percentageDisagrees,
        .unknownLiveState, .reportNotWritten:
        self = .warning(warning)
      }
    }

    var explainsFailure: Bool {
      switch self {
      case .resource(let assessed): [.failed, .unknown].contains(assessed.assessment)
      case .verdict, .warning: false
      }
    }

    var message: String {
      let text =
        switch self {
        case .verdict(let verdict): verdict.message
        case .resource(let assessed): "\(assessed)"
        case .warning(let warning): warning.description
        }
      return Sanitizer.oneLine(text, limit: Annotations.messageLimit)
    }
  }
}
