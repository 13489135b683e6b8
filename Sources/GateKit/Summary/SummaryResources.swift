/// The resources of the watched job, those that stand in the way of green first, else in the
/// server's order; and the phases of each.
struct SummaryResources: RandomAccessCollection {
  private let assessed: AssessedResources
  /// The places of the resources in the server's order.
  private let order: [Int]
  private let allPhases: Phases

  private enum Phases {
    case inOrder(RunHistory)
    case sought([[RunHistory.Phase]])
  }

  init(of record: RunRecord) {
    let assessed = record.assessed
    self.assessed = assessed
    order = Assessment.byUrgency.flatMap { urgency in
      assessed.indices.filter { assessed.assessments[$0] == urgency }
    }
    allPhases = Self.phases(of: assessed.resources, in: record.history)
  }

  var startIndex: Int { order.startIndex }
  var endIndex: Int { order.endIndex }

  subscript(index: Int) -> AssessedResource { assessed[order[index]] }

  /// What was seen of a resource over time, or empty when that is not known.
  func phases(at index: Int) -> [RunHistory.Phase] {
    let phases =
      switch allPhases {
      case .inOrder(let history): history.resources[order[index]].phases
      case .sought(let phases): phases[order[index]]
      }
    return phases.last?.status == self[index].resource.status ? phases : []
  }

  private static func phases(of resources: [Resource], in history: RunHistory) -> Phases {
    // As long as the server neither leaves one out nor changes the order, nothing is to be sought.
    let isInOrder =
      resources.count == history.resources.count
      && zip(resources, history.resources).allSatisfy {
        Resource.Key($0) == Resource.Key($1.resource)
      }
    guard !isInOrder else { return .inOrder(history) }
    // Resources that nothing tells apart are taken in order, the first with the first.
    var histories = Dictionary(grouping: history.resources) { Resource.Key($0.resource) }
      .mapValues { $0[...] }
    return .sought(resources.map { histories[Resource.Key($0)]?.popFirst()?.phases ?? [] })
  }

  /// How many are in each state, those that stand in the way of green first: `1 failed, 3 passed`.
  ///
  /// - Parameter count: how many of the first are left out.
  func tally(withoutFirst count: Int = 0) -> String {
    let rest = order.dropFirst(count).map { assessed.assessments[$0] }
    return Assessment.byUrgency.compactMap { assessment in
      let count = rest.count { $0 == assessment }
      return count > 0 ? "\(count) \(assessment.word)" : nil
    }.joined(separator: ", ")
  }
}

extension AssessedResource {
  /// What there is to say besides the state, or nil when it says all.
  var detail: String? {
    let reason = resource.reason?.words(limit: UntrustedText.logLimit)
    switch assessment {
    case .passed: return nil
    case .unfinished: return "\(resource.status)" + (reason.map { ": \($0)" } ?? "")
    case .notAttempted where resource.status == .pending: return reason
    case .failed where resource.status == .failed: return reason ?? "the server does not say why"
    case .awaitingApproval, .failed, .unknown, .notAttempted, .tolerated: return account
    }
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
