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

  private var reason: String? { resource.reason?.words(limit: UntrustedText.logLimit) }
}

/// The resources of the watched job, those that stand in the way of green first, else in the
/// server's order.
///
/// Each is put together when it is looked at: of a hundred thousand few are shown.
struct SummaryResources: RandomAccessCollection {
  private let assessed: [AssessedResource]
  /// The places of the resources in the server's order.
  private let order: [Int]
  private let phases: Phases

  private enum Phases {
    case inOrder(RunHistory)
    case sought([[RunHistory.Phase]])
  }

  init(of record: RunRecord) {
    let assessed = record.assessed
    self.assessed = assessed
    order = Assessment.byUrgency.flatMap { urgency in
      assessed.indices.filter { assessed[$0].assessment == urgency }
    }
    phases = Self.phases(of: assessed, in: record.history)
  }

  var startIndex: Int { order.startIndex }
  var endIndex: Int { order.endIndex }

  subscript(index: Int) -> SummaryResource {
    let (resource, assessment) = assessed[order[index]]
    let phases =
      switch phases {
      case .inOrder(let history): history.resources[order[index]].phases
      case .sought(let phases): phases[order[index]]
      }
    return SummaryResource(
      resource: resource, assessment: assessment,
      phases: phases.last?.status == resource.status ? phases : [])
  }

  private static func phases(of assessed: [AssessedResource], in history: RunHistory) -> Phases {
    // As long as the server neither leaves one out nor changes the order, nothing is to be sought.
    let isInOrder =
      assessed.count == history.resources.count
      && zip(assessed, history.resources).allSatisfy {
        Resource.Key($0.resource) == Resource.Key($1.resource)
      }
    guard !isInOrder else { return .inOrder(history) }
    // Resources that nothing tells apart are taken in order, the first with the first.
    var histories = Dictionary(grouping: history.resources) { Resource.Key($0.resource) }
      .mapValues { $0[...] }
    return .sought(
      assessed.map { histories[Resource.Key($0.resource)]?.popFirst()?.phases ?? [] })
  }

  /// How many are in each state, those that stand in the way of green first: `1 failed, 3 passed`.
  ///
  /// - Parameter count: how many of the first are left out.
  func tally(withoutFirst count: Int = 0) -> String {
    let rest = order.dropFirst(count).map { assessed[$0].assessment }
    return Assessment.byUrgency.compactMap { assessment in
      let count = rest.count { $0 == assessment }
      return count > 0 ? "\(count) \(assessment.word)" : nil
    }.joined(separator: ", ")
  }

  func count(where isCounted: (Assessment) -> Bool) -> Int {
    assessed.count { isCounted($0.assessment) }
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
