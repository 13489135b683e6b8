/// One `<testcase>` of a report.
struct JUnitCase {
  /// The longest body as it stands in the file, in UTF-8 bytes.
  private static let bodyLimit = 16 * 1_024

  /// The longest message, in Unicode scalars: consumers show so much of a body.
  private static let messageLimit = 2_000

  let key: CaseNames.Key
  var time: Duration = .zero

  /// What keeps the case from being a plain pass, or nil.
  let problem: Problem?

  enum Element: String {
    case failure
    case error
    case skipped
  }

  struct Problem {
    let element: Element
    /// In UpperCamelCase.
    let type: String
    let message: String
    /// Further lines of the body.
    let details: [String]

    /// The message is held to one line and to ``messageLimit``.
    init(_ element: Element, type: String, message: String, details: [String]) {
      self.element = element
      self.type = type
      self.message = Sanitizer.oneLine(message, limit: messageLimit)
      self.details = details
    }
  }

  init(key: CaseNames.Key, time: Duration, problem: Problem?) {
    self.key = key
    self.time = time
    self.problem = problem
  }

  init(resource: Resource, _ assessment: Assessment, key: CaseNames.Key) {
    self.key = key
    problem = Self.kind(of: assessment).map { element, type in
      Problem(
        element, type: type, message: "\(resource.label) \(resource.account(of: assessment))",
        details: Self.details(of: resource))
    }
  }

  private static func kind(of assessment: Assessment) -> (Element, String)? {
    switch assessment {
    case .passed, .awaitingApproval: nil
    case .failed: (.failure, "ResourceFailed")
    case .unfinished: (.error, "ResourceUnfinished")
    case .unknown: (.error, "ResourceStatusUnknown")
    case .notAttempted: (.skipped, "ResourceNotAttempted")
    case .tolerated: (.skipped, "ResourceTolerated")
    }
  }

  private static func details(of resource: Resource) -> [String] {
    let id = resource.id.map { "Resource id: \($0)" }
    // A short one stands in the message.
    let reason = resource.reason?.sanitized(limit: bodyLimit)
    let whole = reason.flatMap {
      $0.unicodeScalars.count > ServerText.logLimit ? "The whole reason: \($0)" : nil
    }
    return [id, "Status: \(resource.status)", whole].compactMap(\.self)
  }

  var xml: String {
    let head =
      "<testcase classname=\"\(XMLText(key.className))\" name=\"\(XMLText(key.name))\""
      + " time=\"\(time.secondsText)\">"
    return head + (problem.map(Self.element) ?? "") + "</testcase>"
  }

  private static func element(_ problem: Problem) -> String {
    let name = problem.element.rawValue
    // Windy Road's schema knows no type for what was skipped.
    let type = problem.element == .skipped ? "" : " type=\"\(problem.type)\""
    let body = XMLText(lines: [problem.message] + problem.details, byteLimit: bodyLimit)
    return "<\(name) message=\"\(XMLText(problem.message))\"\(type)>\(body)</\(name)>"
  }
}
