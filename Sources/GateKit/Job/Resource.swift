/// One entry of a publish's `statusSummary`: a part of the bot that is published.
package struct Resource: Equatable, Sendable {
  /// The entry's `resourceId`, or nil when it has none.
  package let id: UntrustedText?

  /// The entry's `resourceType`, or nil when it has none.
  package let type: UntrustedText?

  /// The entry's `name`, or nil when it has none.
  package let name: UntrustedText?

  package let status: ResourceStatus

  /// Why the entry did not succeed, in the server's words, or nil when it does not say.
  package let reason: UntrustedText?

  /// Whether what was published is live, or nil when the entry does not say.
  package let liveState: LiveState?

  /// Whether the last answer leaves the entry out, so that this is its last known state.
  package let isLeftOut: Bool

  package init(
    id: UntrustedText?, type: UntrustedText?, name: UntrustedText?, status: ResourceStatus,
    reason: UntrustedText? = nil, liveState: LiveState? = nil, isLeftOut: Bool = false
  ) {
    self.id = id
    self.type = type
    self.name = name
    self.status = status
    self.reason = reason
    self.liveState = liveState
    self.isLeftOut = isLeftOut
  }

  /// The entry as it was last seen, marked as left out.
  var leftOut: Resource {
    Resource(
      id: id, type: type, name: name, status: status, reason: reason, liveState: liveState,
      isLeftOut: true)
  }

  /// How much work it is to show what the server says of the entry; see ``UntrustedText/cost``.
  package var textCost: Int {
    var cost = (id?.cost ?? 0) + (type?.cost ?? 0) + (name?.cost ?? 0) + (reason?.cost ?? 0)
    if case .unknown(let text?) = status { cost += text.cost }
    if case .other(let text) = liveState { cost += text.cost }
    return cost
  }

  /// What a person calls the entry: its type and name, or its id when it has no name.
  package var label: String { "\(typeLabel) '\(nameLabel)'" }

  package var typeLabel: String { type.flatMap { $0.isBlank ? nil : "\($0)" } ?? "resource" }

  package var nameLabel: String {
    [name, id].compactMap(\.self).first { !$0.isBlank }?.description ?? "(unnamed)"
  }
}

extension Resource {
  /// What tells one resource of a bot from another; names may repeat, so two resources may have
  /// equal keys.
  struct Key: Hashable {
    private let type: UntrustedText?
    private let id: UntrustedText?
    private let name: UntrustedText?

    init(_ resource: Resource) {
      type = resource.type
      id = resource.id
      name = resource.name
    }

    /// Hashes the id, or the name where there is no id: that tells most resources apart, and a
    /// publish may have 100,000.
    func hash(into hasher: inout Hasher) {
      hasher.combine(id ?? name)
    }
  }
}

/// The status of one resource.
package enum ResourceStatus: Hashable, Sendable {
  case succeeded
  case failed
  case inProgress
  case pending
  case skipped
  /// A word that nobody has documented, or nil when there is none.
  case unknown(UntrustedText?)

  package init(_ text: UntrustedText?) {
    switch text?.keyword {
    case Keyword("success"), Keyword("successful"): self = .succeeded
    case Keyword("failed"), Keyword("failure"), Keyword("error"): self = .failed
    case Keyword("inprogress"): self = .inProgress
    case Keyword("pending"): self = .pending
    case Keyword("skipped"): self = .skipped
    default: self = .unknown(text)
    }
  }
}

extension ResourceStatus: CustomStringConvertible {
  package var description: String {
    switch self {
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .inProgress: "in progress"
    case .pending: "pending"
    case .skipped: "skipped"
    case .unknown(let text?): "unknown status '\(text)'"
    case .unknown(nil): "no status"
    }
  }
}

/// What `result.state` says about a resource whose publish succeeded.
package enum LiveState: Equatable, Sendable {
  case published
  case awaitingApproval
  case rejected
  /// A word of failure beside a status of success.
  case failed
  /// A word that nobody has documented.
  case other(UntrustedText)

  package init(_ text: UntrustedText) {
    switch text.keyword {
    case Keyword("published"): self = .published
    case Keyword("awaitingApproval"): self = .awaitingApproval
    case Keyword("rejected"): self = .rejected
    case Keyword("failed"), Keyword("failure"), Keyword("error"): self = .failed
    default: self = .other(text)
    }
  }
}
