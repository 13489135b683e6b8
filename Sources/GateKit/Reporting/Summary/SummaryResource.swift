/// A resource as a summary shows it.
struct SummaryResource {
  let resource: Resource
  let assessment: Assessment
  /// What was seen of it over time, or empty when that is not known.
  let phases: [RunHistory.Phase]

  var type: String { resource.typeLabel }
  var name: String { resource.nameLabel }

  /// What there is to say besides the state, or nil when it says all.
  var detail: String? {
    switch assessment {
    case .passed: nil
    case .unfinished: "\(resource.status)" + (reason.map { ": \($0)" } ?? "")
    case .notAttempted where resource.status == .pending: reason
    case .failed where resource.status == .failed: reason ?? "the server does not say why"
    case .awaitingApproval, .failed, .unknown, .notAttempted, .tolerated:
      resource.account(of: assessment)
    }
  }

  private var reason: String? { resource.reason?.words(limit: ServerText.logLimit) }

  /// The resources of the watched job, those that stand in the way of green first, else in the
  /// server's order.
  static func all(of record: GateRecord) -> [SummaryResource] {
    let assessed = record.assessed
    let all = zip(assessed, phases(of: assessed, in: record.history)).map { entry, phases in
      SummaryResource(
        resource: entry.resource, assessment: entry.assessment,
        phases: phases.last?.status == entry.resource.status ? phases : [])
    }
    return Assessment.byUrgency.flatMap { urgency in all.filter { $0.assessment == urgency } }
  }

  /// The phases of each resource, or empty where none are known.
  private static func phases(
    of assessed: [AssessedResource], in history: RunHistory
  ) -> [[RunHistory.Phase]] {
    // As long as the server neither leaves one out nor changes the order, nothing is to be sought.
    let isInOrder =
      assessed.count == history.resources.count
      && zip(assessed, history.resources).allSatisfy {
        Resource.Key($0.resource) == .init($1.resource)
      }
    guard !isInOrder else { return history.resources.map(\.phases) }
    // Resources that nothing tells apart are taken in order, the first with the first.
    var histories = Dictionary(grouping: history.resources) { Resource.Key($0.resource) }
      .mapValues { $0[...] }
    return assessed.map { histories[Resource.Key($0.resource)]?.popFirst()?.phases ?? [] }
  }
}

extension Assessment {
  /// Every assessment, the one that needs attention most first.
  static let byUrgency: [Assessment] = [
    .failed, .unknown, .unfinished, .notAttempted, .tolerated, .awaitingApproval, .passed,
  ]

  /// The state in one or two words.
  var word: String {
    switch self {
    case .passed: "passed"
    case .awaitingApproval: "awaiting approval"
    case .failed: "failed"
    case .unfinished: "not ended"
    case .unknown: "unknown"
    case .notAttempted: "not attempted"
    case .tolerated: "tolerated"
    }
  }

  /// A pictograph that says the same in shades of grey.
  var sign: String {
    switch self {
    case .passed: "✅"
    case .awaitingApproval: "🕓"
    case .failed: "❌"
    case .unfinished: "⏳"
    case .unknown: "❓"
    case .notAttempted: "➖"
    case .tolerated: "⚠️"
    }
  }
}
