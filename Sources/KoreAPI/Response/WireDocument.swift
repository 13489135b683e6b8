import GateKit

/// The publish status, as it comes over the wire.
///
/// Only what the gate needs is read; whatever else the document holds is skipped, unseen.
struct WireDocument {
  private static let members = [
    "_id", "streamId", "status", "statusSummary", "percentageComplete", "requestedTime",
  ]

  /// The job that the document shows, or that there is none: `{}`, `[]` or `null`.
  let sighting: StatusSnapshot

  /// - Throws: ``UnexpectedBody`` for anything that proves nothing about a job.
  init(_ value: JSONValue) throws(UnexpectedBody) {
    switch value.kind {
    case .object: sighting = try Self.sighting(in: value)
    case .list where value.isEmptyList, .null: sighting = .noJob
    case .list: throw .instead("a JSON array")
    case .text:
      guard let text = value.text else { throw .notUnicode }
      throw .instead("a JSON string", message: UntrustedText(text))
    case .number: throw .instead("a JSON number")
    case .boolean: throw .instead("a JSON boolean")
    }
  }

  private static func sighting(in value: JSONValue) throws(UnexpectedBody) -> StatusSnapshot {
    guard let object = LenientObject(value, reading: members), !object.isEmpty else {
      return .noJob
    }
    switch object.flaw {
    case nil: break
    case .nameIsNotUnicode: throw .notUnicode
    case .namedTwice(let name):
      throw UnexpectedBody(
        "a publish status that names \(name) twice", message: value.reason.map { UntrustedText($0) }
      )
    }
    let status = JobStatus(object.text("status"))
    let hasJobMembers = object["_id"] != nil || object["statusSummary"] != nil
    // An error may have a status of its own, but no job.
    if !hasJobMembers, let reason = value.reason {
      throw .instead("an error", message: UntrustedText(reason))
    }
    guard hasJobMembers || object["status"] != nil else {
      throw .instead("a JSON object without _id, status and statusSummary")
    }
    return .job(
      PublishJob(
        id: try identity("_id", of: object.identifier("_id")),
        streamID: try streamID(in: object), status: status,
        percentage: object.number("percentageComplete"),
        requestedTime: object.time("requestedTime"),
        resources: try resources(in: object["statusSummary"])))
  }

  /// Nil when the document has none; one that is not the text of an id is that of another bot.
  private static func streamID(in object: LenientObject) throws(UnexpectedBody) -> UntrustedText? {
    guard let value = object["streamId"] else { return nil }
    guard let text = value.text, !text.isEmpty else {
      throw UnexpectedBody("a publish status whose streamId is not the id of a bot")
    }
    return try identity("streamId", of: UntrustedText(text))
  }

  /// The id as it is, unless it is the mere beginning of one.
  private static func identity(
    _ name: String, of id: UntrustedText?
  ) throws(UnexpectedBody) -> UntrustedText? {
    guard id?.isCut != true else {
      throw UnexpectedBody("a publish status whose \(name) is too long to be compared")
    }
    return id
  }

  /// Nil when there is no summary; one that is no list is one entry that can never pass, lest it
  /// count as an empty one.
  private static func resources(in summary: JSONValue?) throws(UnexpectedBody) -> [Resource]? {
    guard let summary else { return nil }
    guard summary.kind == .list else {
      return [Resource(id: nil, type: nil, name: nil, status: .unknown(nil))]
    }
    var resources: [Resource] = []
    var textCost = 0
    for entry in summary.elements {
      guard resources.count < PublishJob.resourceLimit else {
        throw UnexpectedBody(
          "a publish status that lists more than \(PublishJob.resourceLimit) resources")
      }
      let resource = WireResource(entry).resource
      textCost += resource.textCost
      guard textCost <= PublishJob.textCostLimit else {
        throw UnexpectedBody("a publish status with longer names and reasons than can be reported")
      }
      resources.append(resource)
    }
    return resources
  }
}

extension JSONValue {
  fileprivate var isEmptyList: Bool {
    var elements = elements
    return kind == .list && elements.next() == nil
  }
}

/// Says that the body of a successful answer is no publish status.
struct UnexpectedBody: Error {
  /// What it is instead, as the end of the clause `HTTP 200 with …`.
  let what: String

  /// What the server says in it, or nil when it says nothing.
  let message: UntrustedText?

  init(_ what: String, message: UntrustedText? = nil) {
    self.what = what
    self.message = message
  }

  /// JSON of another shape.
  fileprivate static func instead(_ what: String, message: UntrustedText? = nil) -> UnexpectedBody {
    UnexpectedBody("\(what) instead of a publish status", message: message)
  }

  fileprivate static var notUnicode: UnexpectedBody {
    .instead("JSON with a name or a text that is not Unicode")
  }
}
