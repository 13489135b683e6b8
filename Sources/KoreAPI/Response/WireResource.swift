import GateKit

/// Reads a resource out of an entry of `statusSummary`.
///
/// An entry that cannot be read, or that contradicts itself, gives a resource of an unknown status,
/// which can never pass: an entry that nobody understands must not let the gate go green.
enum WireResource {
  private static let members = ["resourceId", "resourceType", "name", "status", "result"]
  private static let resultMembers = ["state"]

  static func resource(in value: JSONValue) -> Resource {
    guard let entry = LenientObject(value, reading: members) else {
      return Resource(id: nil, type: nil, name: nil, status: .unknown(nil))
    }
    // Only the state of the result is read: the result may hold a whole dialog.
    let result = entry["result"].flatMap { LenientObject($0, reading: resultMembers) }
    let flaw = entry.flaw ?? result?.flaw
    let status: ResourceStatus = flaw == nil ? ResourceStatus(entry.text("status")) : .unknown(nil)
    let liveState = result.flatMap { Self.liveState(in: $0) }
    return Resource(
      id: entry.identifier("resourceId"), type: entry.text("resourceType"),
      name: entry.text("name"), status: status,
      reason: flaw.map { UntrustedText($0.reason) }
        ?? (hasReason(status, liveState) ? value.entryReason.map { UntrustedText($0) } : nil),
      liveState: liveState)
  }

  /// A state that is not a text counts as an unknown word, not as absent.
  private static func liveState(in result: LenientObject) -> LiveState? {
    result["state"].map { state in
      state.text.map { LiveState(UntrustedText($0)) } ?? .other(UntrustedText(state.source))
    }
  }

  /// Whether a message of the entry says why something went wrong, and not that all is well.
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
