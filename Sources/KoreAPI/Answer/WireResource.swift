import GateKit

/// One entry of `statusSummary`, as it comes over the wire.
struct WireResource: Decodable {
  let resource: Resource

  /// An entry that is no object is kept as a resource without a status, which can never pass: what
  /// cannot be read must not let the gate go green.
  init(from decoder: any Decoder) {
    guard let entry = LooseObject(from: decoder) else {
      resource = Resource(id: nil, type: nil, name: nil, status: .unknown(nil))
      return
    }
    let status = ResourceStatus(entry.text("status"))
    let liveState = entry.value("result", as: WireResult.self)?.liveState
    resource = Resource(
      id: entry.identifier("resourceId"), type: entry.text("resourceType"),
      name: entry.text("name"), status: status,
      reason: Self.hasReason(status, liveState)
        ? entry.reasonOrResult?.text.map { ServerText($0) } : nil,
      liveState: liveState)
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

/// The `result` of an entry, of which only the state is read: it may hold a whole dialog.
private struct WireResult: Decodable {
  /// Nil when the result is no object or names no state.
  let liveState: LiveState?

  init(from decoder: any Decoder) {
    liveState = LooseObject(from: decoder)?.text("state").map { LiveState($0) }
  }
}
