/// One `<testcase>` of a report.
struct JUnitCase {
  /// The longest body as it stands in the file, in UTF-8 bytes.
  private static let bodyLimit = 16 * 1_024

  /// The longest message, in Unicode scalars: consumers show so much of a body.
  private static let messageLimit = 2_000

  let key: CaseNames.Key
  var time: Duration = .zero
  /// What keeps the case from being a plain pass, or nil.
  private let problem: Problem?

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

  init(of assessed: AssessedResource, key: CaseNames.Key) {
    self.key = key
    problem = Self.kind(of: assessed.assessment).map { element, type in
      Problem(
        element, type: type, message: "\(assessed)", details: Self.details(of: assessed.resource))
    }
  }

  /// The element of the case, or nil for a plain pass.
  var element: Element? { problem?.element }

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
    // A short reason stands in the message as a whole.
    let reason = resource.reason?.sanitized(limit: bodyLimit)
    let whole = reason.flatMap {
      $0.isLonger(than: UntrustedText.logLimit) ? "The whole reason: \($0)" : nil
    }
    return [id, "Status: \(resource.status)", whole].compactMap(\.self)
  }

  /// Appends the case to a document, on a line of its own.
  func write(to xml: inout String) {
    xml += "    <testcase classname=\""
    xml += XMLText(key.className).description
    xml += "\" name=\""
    xml += XMLText(key.name).description
    xml += "\" time=\""
    xml += time.secondsText
    xml += "\">"
    if let problem { Self.write(problem, to: &xml) }
    xml += "</testcase>\n"
  }

  private static func write(_ problem: Problem, to xml: inout String) {
    let message = XMLText(problem.message)
    xml += "<"
    xml += problem.element.rawValue
    xml += " message=\""
    xml += message.description
    // Windy Road's schema does not know a type of a skipped case.
    if problem.element != .skipped {
      xml += "\" type=\""
      xml += problem.type
    }
    xml += "\">"
    let lines = [message] + problem.details.map { XMLText($0) }
    xml += XMLText(lines: lines, byteLimit: bodyLimit).description
    xml += "</"
    xml += problem.element.rawValue
    xml += ">"
  }
}

extension String {
  /// Whether it has more Unicode scalars than this.
  fileprivate func isLonger(than limit: Int) -> Bool {
    utf8.count > limit && !unicodeScalars.dropFirst(limit).isEmpty
  }
}
