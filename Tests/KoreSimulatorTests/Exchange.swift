#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a client saw of one request.
struct Exchange {
  struct Job: Decodable {
    enum CodingKeys: String, CodingKey {
      case id = "_id"
      case streamId, status, percentageComplete, requestedTime, lastModifiedOn, statusSummary
    }

    struct Resource: Decodable {
      struct Result: Decodable {
        let state: String?
        let message: String?
      }

      struct Reason: Decodable {
        let msg: String?
      }

      let name: String
      let status: String
      let result: Result?
      let errors: [Reason]?
    }

    let id: String
    let streamId: String
    let status: String
    let percentageComplete: Int
    let requestedTime: String
    let lastModifiedOn: String
    let statusSummary: [Resource]
  }

  /// 0 when the connection was lost before the whole answer was there.
  var status = 0
  var body = ""
  var date: String?
  var retryAfter: String?

  var job: Job? {
    try? JSONDecoder().decode(Job.self, from: Data(body.utf8))
  }

  var summary: String {
    if status == 0 { return "lost" }
    if job != nil { return "job" }
    return body.hasPrefix("{") ? "\(status) JSON" : "\(status) HTML"
  }
}
