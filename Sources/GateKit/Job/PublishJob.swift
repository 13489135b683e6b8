/// One publish of a bot, as the server last described it.
package struct PublishJob: Equatable, Sendable {
  /// The job's `_id`, or nil when the document has none.
  package let id: UntrustedText?

  /// The bot that the document says it is about, or nil when it does not say.
  package let streamID: UntrustedText?

  package let status: JobStatus

  /// From 0 to 100, or nil when the document gives no such number: 250 is not taken for 100.
  package let percentage: Double?

  /// When the publish was asked for, on the server's clock, or nil when that cannot be read.
  package let requestedTime: Timestamp?

  /// The entries of `statusSummary`, or nil when the document has no such list.
  package let resources: [Resource]?

  package init(
    id: UntrustedText?, streamID: UntrustedText?, status: JobStatus, percentage: Double?,
    requestedTime: Timestamp?, resources: [Resource]?
  ) {
    self.id = id
    self.streamID = streamID
    self.status = status
    self.percentage = percentage.flatMap { (0...100).contains($0) ? $0 : nil }
    self.requestedTime = requestedTime
    self.resources = resources
  }

  /// The most resources of a job, so that there is an end to the work on one answer: the bots with
  /// the most dialogs have some thousand.
  package static let resourceLimit = 100_000

  /// The most that these may say in all, by what it costs to show: so much is reported within a
  /// second, whatever it is made of.
  package static let textCostLimit = 8 * 1_024 * 1_024

  /// Whether there is more of the job than can be judged and reported while nobody waits.
  var isTooLarge: Bool {
    let resources = resources ?? []
    guard resources.count <= Self.resourceLimit else { return true }
    var cost = 0
    for resource in resources { cost += resource.textCost }
    return cost > Self.textCostLimit
  }

  /// How many of the resources have succeeded.
  package var tally: Tally {
    let resources = resources ?? []
    return Tally(count: resources.count { $0.status == .succeeded }, total: resources.count)
  }
}

/// The overall status of a publish.
package enum JobStatus: Equatable, Sendable {
  case inProgress
  case successful
  case failed
  /// A word that the API does not document, or nil when there is none.
  case unknown(UntrustedText?)

  package init(_ text: UntrustedText?) {
    switch text?.keyword {
    case Keyword("inprogress"), Keyword("pending"), Keyword("queued"), Keyword("running"),
      Keyword("started"):
      self = .inProgress
    case Keyword("successful"), Keyword("success"): self = .successful
    case Keyword("failed"), Keyword("failure"), Keyword("error"): self = .failed
    default: self = .unknown(text)
    }
  }

  /// The word that the API does not document, or nil when there is none.
  var unknownText: UntrustedText? {
    switch self {
    case .unknown(let text): text
    case .inProgress, .successful, .failed: nil
    }
  }

  package var isTerminal: Bool {
    switch self {
    case .successful, .failed: true
    case .inProgress, .unknown: false
    }
  }
}

extension JobStatus: CustomStringConvertible {
  package var description: String {
    switch self {
    case .inProgress: "inprogress"
    case .successful: "successful"
    case .failed: "failed"
    case .unknown(let text): text?.description ?? "missing"
    }
  }
}
