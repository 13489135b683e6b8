/// One `<testcase>` of a report.
struct JUnitCase {
  /// The longest body, in UTF-8 bytes.
  private static let bodyLimit = 16 * 1_024

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

    init(_ element: Element, type: String, message: String, details: [String]) {
      self.element = element
      self.type = type
      self.message = message
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
    let fullReason = resource.reason.map { "Reason: \($0.sanitized(limit: bodyLimit))" }
    return [id, "Status: \(resource.status)", fullReason].compactMap(\.self)
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
    let body = cut(([problem.message] + problem.details).joined(separator: "\n"))
    return "<\(name) message=\"\(XMLText(problem.message))\"\(type)>\(body)</\(name)>"
  }

  /// The body, cut before a character whose escaped form would pass the limit.
  private static func cut(_ body: String) -> String {
    var length = 0
    let kept = body.unicodeScalars.prefix { scalar in
      length += XMLText(String(scalar)).description.utf8.count
      return length <= bodyLimit - 3
    }
    let isWhole = kept.endIndex == body.unicodeScalars.endIndex
    return XMLText(String(kept)).description + (isWhole ? "" : "…")
  }
}
