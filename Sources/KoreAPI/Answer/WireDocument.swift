import GateKit

/// The publish status, as it comes over the wire.
///
/// Only what the gate needs is read; whatever else the document holds is skipped, unseen.
struct WireDocument: Decodable {
  /// What the top level of the document turned out to be.
  let content: Content

  enum Content: Equatable {
    case job(PublishJob)
    /// `{}`, `[]` or `null`.
    case nothing
    /// JSON of another shape: what it is instead, and what it says when it is an error.
    case other(String, message: ServerText?)
  }

  init(from decoder: any Decoder) {
    if let object = LooseObject(from: decoder) {
      content = object.isEmpty ? .nothing : Self.content(of: object)
    } else if let list = try? decoder.unkeyedContainer() {
      content = list.isAtEnd ? .nothing : .other("a JSON array", message: nil)
    } else {
      content = Self.scalar(from: decoder)
    }
  }

  private static func content(of object: LooseObject) -> Content {
    let status = JobStatus(object.text("status"))
    let hasJobMembers = object.has("_id") || object.has("statusSummary")
    if !hasJobMembers, status.isUndocumented, let reason = object.reason?.text {
      return .other("an error", message: ServerText(reason))
    }
    guard hasJobMembers || object.has("status") else {
      return .other("a JSON object without _id, status and statusSummary", message: nil)
    }
    return .job(
      PublishJob(
        id: object.identifier("_id"), streamID: object.identifier("streamId"), status: status,
        percentage: object.number("percentageComplete"),
        requestedTime: object.time("requestedTime"),
        resources: resources(of: object)))
  }

  /// Nil when there is no summary; one that is no list is one entry that can never pass, lest it
  /// count as an empty one.
  private static func resources(of object: LooseObject) -> [Resource]? {
    guard object.has("statusSummary") else { return nil }
    return object.value("statusSummary", as: [WireResource].self)?.map(\.resource)
      ?? [Resource(id: nil, type: nil, name: nil, status: .unknown(nil))]
  }

  private static func scalar(from decoder: any Decoder) -> Content {
    guard let scalar = try? decoder.singleValueContainer() else {
      return .other("unreadable JSON", message: nil)
    }
    if scalar.decodeNil() { return .nothing }
    if let text = try? scalar.decode(String.self) {
      return .other("a JSON string", message: ServerText(text))
    }
    if (try? scalar.decode(Bool.self)) != nil { return .other("a JSON boolean", message: nil) }
    if (try? scalar.decode(Double.self)) != nil { return .other("a JSON number", message: nil) }
    return .other("JSON with a name or a text that is not Unicode", message: nil)
  }
}

extension JobStatus {
  fileprivate var isUndocumented: Bool {
    switch self {
    case .inProgress, .successful, .failed: false
    case .unknown: true
    }
  }
}
