/// A resource, and what it means for the gate.
package struct AssessedResource: Equatable, Sendable {
  package let resource: Resource
  package let assessment: Assessment

  /// What became of the resource, as a clause without its name: `failed: Bot is locked`.
  package var account: String { resource.account(of: assessment) }
}

extension AssessedResource: CustomStringConvertible {
  /// The same with its name: `dialog 'Pay Bill' failed: Bot is locked`.
  package var description: String { "\(resource.label) \(account)" }
}

/// The resources of a job in the server's order, each with what it means for the gate.
///
/// They are judged once and put together when they are looked at: of a hundred thousand few are
/// shown.
package struct AssessedResources: RandomAccessCollection, Equatable, Sendable {
  let resources: [Resource]
  let assessments: [Assessment]

  init(of job: PublishJob?, by policy: ResourcePolicy) {
    let jobEnded = job?.status.isTerminal ?? false
    resources = job?.resources ?? []
    assessments = resources.map { policy.assess($0, jobEnded: jobEnded) }
  }

  package var startIndex: Int { resources.startIndex }
  package var endIndex: Int { resources.endIndex }

  package subscript(index: Int) -> AssessedResource {
    AssessedResource(resource: resources[index], assessment: assessments[index])
  }

  /// The resources whose assessment is wanted.
  func matching(_ isWanted: (Assessment) -> Bool) -> [AssessedResource] {
    indices.filter { isWanted(assessments[$0]) }.map { self[$0] }
  }

  /// How many count as passed.
  var tally: Tally { Tally(count: assessments.count(where: \.isPassed), total: count) }
}
