/// A JUnit report of one run: the verdict as one case, and each resource as another.
///
/// It follows what Jenkins, GitLab and the well-known GitHub actions read, and validates against
/// the schemas of Jenkins' junit plugin and of Windy Road.
/// Sources: https://github.com/jenkinsci/xunit-plugin (`jenkins-junit.xsd`),
/// https://github.com/windyroad/JUnit-Schema
package struct JUnitReport {
  /// About as long as one case is, in bytes of UTF-8.
  fileprivate static let usualCase = 256

  private let record: RunRecord
  private let origin: ReportOrigin

  package init(of record: RunRecord, origin: ReportOrigin) {
    self.record = record
    self.origin = origin
  }

  /// The cases of the resources as they stand in a report.
  ///
  /// The cases are nearly the whole of a long report, and the next report has the same ones unless a
  /// resource has changed. The last report of a run that is cut short cannot wait for new ones.
  package struct ResourceCases: Sendable {
    fileprivate let assessed: AssessedResources
    fileprivate let elements: [JUnitCase.Element?]
    fileprivate let xml: String

    fileprivate init(of assessed: AssessedResources) {
      self.assessed = assessed
      var elements: [JUnitCase.Element?] = []
      elements.reserveCapacity(assessed.count)
      var xml = ""
      xml.reserveCapacity(assessed.count * JUnitReport.usualCase)
      for (resource, key) in zip(assessed, CaseNames.keys(for: assessed.resources)) {
        let each = JUnitCase(of: resource, key: key)
        elements.append(each.element)
        each.write(to: &xml)
      }
      self.elements = elements
      self.xml = xml
    }
  }

  /// The whole document, in UTF-8 once it is written.
  package var xml: String {
    var cases: ResourceCases?
    return xml(reusing: &cases)
  }

  /// The whole document, in UTF-8 once it is written.
  ///
  /// - Parameter cases: the cases of another report of the run, then the cases of this report.
  package func xml(reusing cases: inout ResourceCases?) -> String {
    // The same answer twice gives arrays in one storage, which are equal at once.
    let current =
      cases.flatMap { $0.assessed == record.assessed ? $0 : nil }
      ?? ResourceCases(of: record.assessed)
    cases = current
    var xml = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites>

      """
    writeSuite(with: current, to: &xml)
    xml += "</testsuites>\n"
    return xml
  }

  /// Appends the suite of the run's bot to a document.
  private func writeSuite(with cases: ResourceCases, to xml: inout String) {
    let gateCase = JUnitCase(key: CaseNames.gate, time: record.elapsed, problem: gateProblem)
    let head = """
        <testsuite \(attributes(counting: [gateCase.element] + cases.elements))>
          <properties>
      \(properties.map { "      " + $0 }.joined(separator: "\n"))
          </properties>

      """
    let tail = """
          <system-out></system-out>
          <system-err></system-err>
        </testsuite>

      """
    // A little more for the head and the case of the gate.
    xml.reserveCapacity(xml.utf8.count + cases.xml.utf8.count + 8_192)
    xml += head
    gateCase.write(to: &xml)
    xml += cases.xml
    xml += tail
  }

  /// - Parameter elements: the elements of all cases, nil for a plain pass.
  private func attributes(counting elements: [JUnitCase.Element?]) -> String {
    func count(_ element: JUnitCase.Element) -> String {
      String(elements.count { $0 == element })
    }
    let host = UntrustedText(origin.hostname).words(limit: 255) ?? "localhost"
    return [
      ("id", "0"), ("package", ""), ("name", "publish.\(record.bot.name)"),
      ("tests", String(elements.count)), ("failures", count(.failure)), ("errors", count(.error)),
      ("skipped", count(.skipped)), ("time", record.elapsed.secondsText),
      ("timestamp", record.startedAt.iso8601WithoutZone), ("hostname", host),
    ].map { "\($0.0)=\"\(XMLText($0.1))\"" }.joined(separator: " ")
  }

  private var properties: [String] {
    let values: [(String, String?)] = [
      ("publish.bot", record.bot.id),
      ("publish.server", origin.server),
      ("publish.job", record.job?.id?.description),
      ("publish.status", record.job?.status.description),
      ("publish.percentage", record.job?.percentage.map { JSONText.number($0).text }),
      ("publish.requested", record.job?.requestedTime?.iso8601),
      ("gate.outcome", record.verdict?.outcome.name ?? "running"),
      ("gate.exitCode", record.verdict.map { String($0.outcome.exitCode) }),
      ("gate.requests", String(record.requests)),
      ("gate.version", origin.gateVersion),
    ]
    return values.compactMap { name, value in
      value.map { "<property name=\"\(name)\" value=\"\(XMLText($0))\"></property>" }
    }
  }

  private var gateProblem: JUnitCase.Problem? {
    guard let verdict = record.verdict else {
      return JUnitCase.Problem(
        .error, type: "GateNotFinished",
        message: "the gate had not finished when this was written; \(record.stateText)",
        details: ["The gate was killed, or is still running."])
    }
    guard verdict.outcome != .passed else { return nil }
    let message = "\(verdict.outcome.name): \(verdict.reason)"
    let state = record.job.map { "Job \($0.idText), last seen \($0.stateText)." }
    return JUnitCase.Problem(
      verdict.outcome == .failed ? .failure : .error, type: verdict.outcome.typeName,
      message: message, details: [verdict.advice, state].compactMap(\.self))
  }
}
