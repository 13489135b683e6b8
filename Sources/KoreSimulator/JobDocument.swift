#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The publish-status document as the platform writes it.
struct JobDocument: Encodable {
  enum CodingKeys: String, CodingKey {
    case id = "_id"
    case version = "__v"
    case action, jobType, streamId, countOfDockStatuses, createdBy, percentageComplete
    case requestedTime, initiatedOn, lastModifiedOn, status, statusSummary
  }

  let id: String
  let version = 0
  let action = "RUN"
  let jobType = "PUBLISH_BOT"
  let streamId: String
  let countOfDockStatuses = 1
  let createdBy = "u-00000000-0000-5000-8000-000000000001"
  let percentageComplete: Int
  let requestedTime: String
  let initiatedOn: String
  let lastModifiedOn: String
  let status: String
  let statusSummary: [ResourceDocument]

  init(_ job: SimulatedJob, in played: PlayedAnswer, botID: String) {
    let number = String(played.request.number)
    let initiated = played.request.time.addingTimeInterval(0.097)
    let lastModified = Self.timestamp(max(initiated, played.changedAt))
    self.id =
      "ds-00000000-0000-4000-8000-"
      + String(repeating: "0", count: max(12 - number.count, 0)) + number
    self.streamId = botID
    self.percentageComplete = job.percentage
    self.requestedTime = Self.timestamp(played.request.time)
    self.initiatedOn = Self.timestamp(initiated)
    self.lastModifiedOn = lastModified
    self.status = job.status.rawValue
    self.statusSummary = ResourceDocument.summary(of: job, publishedOn: lastModified)
  }

  private static func timestamp(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}

/// The API's error document with its one entry.
struct ErrorDocument: Encodable {
  struct Entry: Encodable {
    let msg: String
    let code: Int
  }

  let errors: [Entry]

  init(message: String, code: Int) {
    errors = [Entry(msg: message, code: code)]
  }
}
