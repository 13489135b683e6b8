import GateKit

@testable import KoreAPI

/// A job as the contract makes one of a document, written down from the document's tree alone.
struct ExpectedJob: Equatable {
  let id: String?
  let streamID: String?
  let status: JobStatus
  let percentage: Double?
  let requestedTime: Timestamp?
  let resources: [Entry]?

  struct Entry: Equatable {
    let id: String?
    let type: String?
    let name: String?
    let status: ResourceStatus
    let state: String?
    /// Whether a reason is shown for what passed, which must not be.
    var explainsSuccess = false
  }

  init(_ job: PublishJob) {
    id = job.id.map(Self.shown)
    streamID = job.streamID.map(Self.shown)
    status = job.status
    percentage = job.percentage
    requestedTime = job.requestedTime
    resources = job.resources?.map { resource in
      let passes = [nil, .published, .awaitingApproval].contains(resource.liveState)
      return Entry(
        id: resource.id.map(Self.shown), type: resource.type.map(Self.shown),
        name: resource.name.map(Self.shown), status: resource.status,
        state: resource.liveState.map(Self.name),
        explainsSuccess: resource.status == .succeeded && passes && resource.reason != nil)
    }
  }

  /// Nil when the document must not be taken for a status.
  init?(_ tree: JSONTree) {
    guard let document = Members(tree), document.areUnicode,
      !["_id", "streamId", "status", "statusSummary", "percentageComplete", "requestedTime"]
        .contains(where: document.areTwice)
    else { return nil }
    let hasJobMembers = document["_id"] != nil || document["statusSummary"] != nil
    guard hasJobMembers || document["status"] != nil else { return nil }
    status = JobStatus(document["status"]?.string.map { UntrustedText($0) })
    if !hasJobMembers, case .unknown = status, Self.isReason(tree) { return nil }
    let streamID = document["streamId"]
    guard streamID == nil || streamID?.string?.isEmpty == false else { return nil }
    self.streamID = streamID?.string.map(Self.shown)
    id = document.identifier("_id").map(Self.shown)
    percentage = Self.percentage(document["percentageComplete"])
    requestedTime = Self.time(document["requestedTime"])
    resources =
      switch document["statusSummary"] {
      case nil: nil
      case .list(let entries): entries.map { Self.entry($0) }
      case .object, .text, .number, .boolean, .null: [Self.entry(.null)]
      }
  }

  private static func entry(_ tree: JSONTree) -> Entry {
    guard let entry = Members(tree) else {
      return Entry(id: nil, type: nil, name: nil, status: .unknown(nil), state: nil)
    }
    let result = entry["result"].flatMap { Members($0) }
    let isSound =
      entry.areUnicode && result?.areUnicode != false && result?.areTwice("state") != true
      && !["status", "result", "resourceId", "resourceType", "name"].contains(where: entry.areTwice)
    let status = ResourceStatus(entry["status"]?.string.map { UntrustedText($0) })
    let state = result?["state"].map { LiveState(UntrustedText($0.string ?? "no text")) }
    return Entry(
      id: entry.identifier("resourceId").map(shown), type: entry["resourceType"]?.string.map(shown),
      name: entry["name"]?.string.map(shown), status: isSound ? status : .unknown(nil),
      state: state.map(name))
  }

  private static func percentage(_ tree: JSONTree?) -> Double? {
    let text: String? =
      switch tree {
      case .number(let text): text
      case .text(let text):
        text.string.flatMap { $0.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/)?.0 }
          .map { String($0) }
      case .object, .list, .boolean, .null, nil: nil
      }
    return PublishJob(
      id: nil, streamID: nil, status: .failed, percentage: text.flatMap { Double($0) },
      requestedTime: nil, resources: nil
    ).percentage
  }

  private static func time(_ tree: JSONTree?) -> Timestamp? {
    switch tree {
    case .text(let text): text.string.flatMap { Timestamp(iso8601: $0) }
    case .number(let text):
      Double(text).flatMap { Int64(exactly: $0.rounded(.towardZero)) }.flatMap {
        Timestamp.accepted.contains($0) ? Timestamp(millisecondsSinceEpoch: $0) : nil
      }
    case .object, .list, .boolean, .null, nil: nil
    }
  }

  private static func isReason(_ tree: JSONTree) -> Bool {
    switch tree {
    case .text(let text): text.string?.isEmpty == false
    case .list(let trees): trees.prefix(10).contains { isReason($0) }
    case .object:
      [
        "message", "msg", "errMsg", "error", "errors", "reason", "statusMessage", "validation",
        "statusLogs", "title",
      ].contains { Members(tree)?[$0].map(isReason) == true }
    case .number, .boolean, .null: false
    }
  }

  private static func shown(_ text: UntrustedText) -> String { text.sanitized() }

  private static func shown(_ text: String) -> String { UntrustedText(text).sanitized() }

  /// One that nobody has documented is shown as it is written, which a tree no longer knows.
  private static func name(_ state: LiveState) -> String {
    switch state {
    case .published: "published"
    case .awaitingApproval: "awaitingApproval"
    case .rejected: "rejected"
    case .failed: "failed"
    case .other: "other"
    }
  }
}

/// The members of an object by their names.
private struct Members {
  private let members: [JSONTree.Member]

  init?(_ tree: JSONTree) {
    guard case .object(let members) = tree else { return nil }
    self.members = members
  }

  var areUnicode: Bool { members.allSatisfy { $0.name.scalars != nil } }

  func areTwice(_ name: String) -> Bool { all(name).count > 1 }

  /// Nil when there is none, or more than one, or it is null.
  subscript(name: String) -> JSONTree? {
    let all = all(name)
    return all.count == 1 && all.first?.value != .null ? all.first?.value : nil
  }

  func identifier(_ name: String) -> String? {
    switch self[name] {
    case .text(let text): text.string.flatMap { $0.isEmpty ? nil : $0 }
    case .number(let text): Int64(text).map { String($0) }
    case .object, .list, .boolean, .null, nil: nil
    }
  }

  private func all(_ name: String) -> [JSONTree.Member] {
    members.filter { $0.name == JSONTree.Text(name) }
  }
}
