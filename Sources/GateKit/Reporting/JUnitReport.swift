/// A JUnit report of one run: the verdict as one case, and each resource as another.
///
/// It follows what Jenkins, GitLab and the well-known GitHub actions read, and validates against
/// the schemas of Jenkins' junit plugin and of Windy Road.
/// Sources: https://github.com/jenkinsci/xunit-plugin (`jenkins-junit.xsd`),
/// https://github.com/windyroad/JUnit-Schema
package struct JUnitReport {
  /// About as long as one case is, in bytes of UTF-8.
  private static let usualCase = 256

  private let record: GateRecord
  private let environment: Environment

  /// What the report says about where it was made.
  package struct Environment: Equatable, Sendable {
    package let hostname: String
    /// Scheme, host and port of the server.
    package let server: String
    package let gateVersion: String

    package init(hostname: String, server: String, gateVersion: String) {
      self.hostname = hostname
      self.server = server
      self.gateVersion = gateVersion
    }
  }

  package init(of record: GateRecord, environment: Environment) {
    self.record = record
    self.environment = environment
  }

  /// The whole document, in UTF-8 once it is written.
  package var xml: String { xml { false } ?? "" }

  /// The whole document, or nil when it is no longer wanted.
  ///
  /// - Parameter isUnwanted: is asked again and again: a long report takes a while.
  package func xml(unless isUnwanted: () -> Bool) -> String? {
    let assessed = record.assessed
    let keys = CaseNames.keys(for: record.job?.resources ?? [])
    let elements = [gateCase.element] + assessed.map { JUnitCase.element(of: $0.assessment) }
    var xml = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
        <testsuite \(attributes(counting: elements))>
          <properties>
      \(properties.map { "      " + $0 }.joined(separator: "\n"))
          </properties>

      """
    xml.reserveCapacity(elements.count * Self.usualCase)
    func write(_ each: JUnitCase) {
      xml += "    "
      each.write(to: &xml)
      xml += "\n"
    }
    write(gateCase)
    for index in assessed.indices {
      if index.isMultiple(of: 1_000), isUnwanted() { return nil }
      // Made when they are written: a hundred thousand need not be there at once.
      write(
        JUnitCase(
          resource: assessed[index].resource, assessed[index].assessment, key: keys[index]))
    }
    return xml + """
          <system-out></system-out>
          <system-err></system-err>
        </testsuite>
      </testsuites>

      """
  }

  /// - Parameter elements: those of all cases, nil for a plain pass.
  private func attributes(counting elements: [JUnitCase.Element?]) -> String {
    func count(_ element: JUnitCase.Element) -> String {
      String(elements.count { $0 == element })
    }
    let host = ServerText(environment.hostname).words(limit: 255) ?? "localhost"
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
      ("publish.server", environment.server),
      ("publish.job", record.job?.id?.description),
      ("publish.status", record.job?.status.description),
      ("publish.percentage", record.job?.percentage.map { JSONText.number($0).text }),
      ("publish.requested", record.job?.requestedTime?.iso8601),
      ("gate.outcome", record.verdict?.outcome.name ?? "running"),
      ("gate.exitCode", record.verdict.map { String($0.outcome.exitCode) }),
      ("gate.requests", String(record.requests)),
      ("gate.version", environment.gateVersion),
    ]
    return values.compactMap { name, value in
      value.map { "<property name=\"\(name)\" value=\"\(XMLText($0))\"></property>" }
    }
  }

  private var gateCase: JUnitCase {
    JUnitCase(key: CaseNames.gate, time: record.elapsed, problem: gateProblem)
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
