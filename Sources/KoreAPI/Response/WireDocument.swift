import GateKit

/// Reads the publish status out of a document, of which all members but the wanted ones are skipped.
enum WireDocument {
  private static let members = [
    "_id", "streamId", "status", "statusSummary", "percentageComplete", "requestedTime",
  ]

  /// The job that a document shows, or that there is none: `{}`, `[]` or `null`.
  ///
  /// - Throws: ``UnexpectedBody`` for a document that proves nothing about a job.
  static func snapshot(in value: JSONValue) throws(UnexpectedBody) -> StatusSnapshot {
    switch value.kind {
    case .object: return try object(value)
    case .null: return .noJob
    case .list:
      guard value.elements.contains(where: { _ in true }) else { return .noJob }
      throw .instead("a JSON array")
    case .text:
      guard let text = value.text else { throw .notUnicode }
      throw .instead("a JSON string", message: UntrustedText(text))
    case .number: throw .instead("a JSON number")
    case .boolean: throw .instead("a JSON boolean")
    }
  }

  private static func object(_ value: JSONValue) throws(UnexpectedBody) -> StatusSnapshot {
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
    // An error may have a status too, but never a job.
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

  /// Nil when the document has none.
  ///
  /// - Throws: ``UnexpectedBody`` when it is not a text, since it may then be the id of another bot.
  private static func streamID(in object: LenientObject) throws(UnexpectedBody) -> UntrustedText? {
    guard let value = object["streamId"] else { return nil }
    guard let text = value.text, !text.isEmpty else {
      throw UnexpectedBody("a publish status whose streamId is not the id of a bot")
    }
    return try identity("streamId", of: UntrustedText(text))
  }

  /// The id, unless only its beginning is known.
  private static func identity(
    _ name: String, of id: UntrustedText?
  ) throws(UnexpectedBody) -> UntrustedText? {
    guard id?.isCut != true else {
      throw UnexpectedBody("a publish status whose \(name) is too long to be compared")
    }
    return id
  }

  /// Nil when there is no summary.
  ///
  /// A summary that is not a list would count as an empty list, so it gives one resource that can
  /// never pass.
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
      let resource = WireResource.resource(in: entry)
      textCost += resource.textCost
      guard textCost <= PublishJob.textCostLimit else {
        throw UnexpectedBody("a publish status with longer names and reasons than can be reported")
      }
      resources.append(resource)
    }
    return resources
  }
}

/// Says that the body of a successful answer is not a publish status.
struct UnexpectedBody: Error {
  /// A name for the body, as the end of the clause `HTTP 200 with …`.
  let description: String

  /// The server's message in the body, or nil when there is none.
  let message: UntrustedText?

  init(_ description: String, message: UntrustedText? = nil) {
    self.description = description
    self.message = message
  }

  /// JSON of another shape.
  fileprivate static func instead(_ shape: String, message: UntrustedText? = nil) -> Self {
    UnexpectedBody("\(shape) instead of a publish status", message: message)
  }

  fileprivate static var notUnicode: UnexpectedBody {
    .instead("JSON with a name or a text that is not Unicode")
  }
}
