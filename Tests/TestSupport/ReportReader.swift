/// A JUnit report as a consumer's parser reads it.
package struct ReportReader {
  package struct Case {
    package let attributes: [String: String]
    /// The name of the element within the case, or nil when it passed.
    package let element: String?
    /// The attributes of that element.
    package let problem: [String: String]
    package let body: String

    package var key: String { "\(attributes["classname"] ?? "") \(attributes["name"] ?? "")" }
  }

  package let suite: [String: String]
  package let properties: [String: String]
  package let cases: [Case]

  /// Reads a whole report, or nil when it is not well-formed or has no suite.
  package init?(_ xml: String) {
    guard let suite = XMLTree.root(of: xml)?.elements.first else { return nil }
    self.suite = suite.attributes
    properties = suite.elements.filter { $0.name == "properties" }.flatMap(\.elements)
      .reduce(into: [:]) { $0[$1.attributes["name"] ?? ""] = $1.attributes["value"] }
    cases = suite.elements.filter { $0.name == "testcase" }.map { testCase in
      let problem = testCase.elements.first
      return Case(
        attributes: testCase.attributes, element: problem?.name,
        problem: problem?.attributes ?? [:], body: problem?.text ?? "")
    }
  }
}
