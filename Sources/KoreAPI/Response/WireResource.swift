import GateKit

/// One entry of `statusSummary`, as it comes over the wire.
///
/// An entry that cannot be read, or that contradicts itself, is kept as a resource without a status,
/// which can never pass: what nobody understands must not let the gate go green.
struct WireResource {
  private static let members = ["resourceId", "resourceType", "name", "status", "result"]
  private static let resultMembers = ["state"]

  let resource: Resource

  init(_ value: JSONValue) {
    guard let entry = LenientObject(value, reading: Self.members) else {
      resource = Resource(id: nil, type: nil, name: nil, status: .unknown(nil))
      return
    }
    // Only its state is read: it may hold a whole dialog.
    let result = entry["result"].flatMap { LenientObject($0, reading: Self.resultMembers) }
    let flaw = entry.flaw ?? result?.flaw
    let status: ResourceStatus = flaw == nil ? ResourceStatus(entry.text("status")) : .unknown(nil)
    let liveState = result.flatMap { Self.liveState(in: $0) }
    resource = Resource(
      id: entry.identifier("resourceId"), type: entry.text("resourceType"),
      name: entry.text("name"), status: status,
      reason: flaw.map { UntrustedText($0.reason) }
        ?? (Self.hasReason(status, liveState) ? value.entryReason.map { UntrustedText($0) } : nil),
      liveState: liveState)
  }

  /// A state that is no text is a word that nobody knows, not none.
  private static func liveState(in result: LenientObject) -> LiveState? {
    result["state"].map { state in
      state.text.map { LiveState(UntrustedText($0)) } ?? .other(UntrustedText(state.source))
    }
  }

  /// Whether a message of the entry says why something went wrong, not that all is well.
  private static func hasReason(_ status: ResourceStatus, _ liveState: LiveState?) -> Bool {
    switch status {
    case .failed, .inProgress, .pending, .skipped, .unknown: true
    case .succeeded:
      switch liveState {
      case nil, .published, .awaitingApproval: false
      case .rejected, .failed, .other: true
      }
    }
  }
}

extension LenientObject.Flaw {
  /// Why an entry with the flaw has no status.
  fileprivate var reason: String {
    switch self {
    case .namedTwice(let name): "the entry names '\(name)' twice"
    case .nameIsNotUnicode: "the entry has a member whose name is not Unicode"
    }
  }
}
