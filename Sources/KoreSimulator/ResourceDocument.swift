/// One entry of a job's `statusSummary`.
struct ResourceDocument: Encodable {
  /// What the entry consists of: a list for most types, an object for the languages.
  enum Modules: Encodable {
    case list([String])
    case object([String: [String]])

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .list(let names): try names.encode(to: encoder)
      case .object(let members): try members.encode(to: encoder)
      }
    }
  }

  struct Result: Encodable {
    var state: String?
    var publishedOn: String?
    var versionComment: String?
    var message: String?
  }

  struct Reason: Encodable {
    let msg: String
  }

  let resourceId: String
  let resourceType: String
  let name: String
  var status = "PENDING"
  var modules: Modules?
  var resourceVersion: String?
  var deployedTo: String?
  var approvalRequestedLanguages: [String]?
  var result: Result?
  var errors: [Reason]?
}

extension ResourceDocument {
  /// The entries of a bot in the order they are published, as far as the job has come.
  static func summary(of job: SimulatedJob, publishedOn: String) -> [ResourceDocument] {
    let finished = bot.count * job.percentage / 100
    return bot.enumerated().map { index, resource in
      if index > finished { return resource }
      if index < finished { return resource.ended(flaw: job.flaw, publishedOn: publishedOn) }
      return resource.reached(by: job)
    }
  }

  /// The dialog that a flaw and a failed job are about.
  private static let mortgageID = "dg-00000000-0000-5000-8000-000000000002"

  private static let bot = [
    ResourceDocument(
      resourceId: "SETTINGS", resourceType: "SETTINGS", name: "Settings",
      modules: .list(["general", "bot_variables", "pii"])),
    ResourceDocument(resourceId: "CHANNELS", resourceType: "CHANNELS", name: "Channels"),
    ResourceDocument(
      resourceId: "EXTENSIONS", resourceType: "EXTENSIONS", name: "Extensions",
      modules: .list(["botkit"])),
    ResourceDocument(
      resourceId: "BOTLANGUAGES", resourceType: "BOTLANGUAGES", name: "BotLanguages",
      modules: .object(["enabledLanguages": ["en"]])),
    ResourceDocument(resourceId: "NL", resourceType: "NL", name: "Natural Language"),
    ResourceDocument(
      resourceId: "dg-00000000-0000-5000-8000-000000000001", resourceType: "dialog",
      name: "Find Keyword", resourceVersion: "1.0"),
    ResourceDocument(
      resourceId: mortgageID, resourceType: "dialog", name: "Mortgage", resourceVersion: "1.0"),
    ResourceDocument(
      resourceId: "5ecd12358bfeeb5985100001", resourceType: "knowledge", name: "Find Keyword",
      resourceVersion: "1.0"),
    ResourceDocument(
      resourceId: "AUTOVERSIONING", resourceType: "AUTOVERSIONING",
      name: "Creating New Version"),
  ]

  /// The entry the job works on, or broke off at.
  private func reached(by job: SimulatedJob) -> ResourceDocument {
    var copy = self
    switch job.status {
    case .inProgress, .paused:
      copy.status = "INPROGRESS"
    case .failed:
      copy.status = "FAILED"
      copy.result = Result(message: "The node 'intent0' has no outgoing transition.")
    case .successful:
      break
    }
    return copy
  }

  private func ended(flaw: SimulatedJob.Flaw?, publishedOn: String) -> ResourceDocument {
    var copy = self
    switch resourceId == Self.mortgageID ? flaw : nil {
    case .failed:
      copy.status = "FAILED"
      copy.errors = [Reason(msg: "The dialog refers to an entity that does not exist.")]
    case .awaitsApproval:
      copy.status = "SUCCESS"
      copy.approvalRequestedLanguages = ["en"]
      copy.result = Result(state: "awaitingApproval")
    case nil:
      copy.status = "SUCCESS"
      guard resourceVersion != nil else { break }
      copy.deployedTo = "enterprise"
      copy.result = Result(
        state: "published", publishedOn: publishedOn, versionComment: "simulated publish")
    }
    return copy
  }
}
