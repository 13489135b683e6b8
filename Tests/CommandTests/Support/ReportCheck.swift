import Foundation
import Subprocess
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Checks of a report that need nothing but the report.
enum ReportCheck {
  /// The rules that a consumer would trip over; with `PUBLISH_GATE_XSD_FOLDER` in the environment
  /// also every schema in that folder.
  static func expectValid(
    _ report: String?, in folder: Scratch, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let report = try #require(report, "there is no report", sourceLocation: sourceLocation)
    let suites = try Suites(parsing: report)
    #expect(!suites.cases.isEmpty, sourceLocation: sourceLocation)
    #expect(suites.cases.first == "publish.Gate/Publish", sourceLocation: sourceLocation)
    #expect(Set(suites.cases).count == suites.cases.count, sourceLocation: sourceLocation)
    #expect(suites.counts == suites.counted, sourceLocation: sourceLocation)
    guard let schemas = ProcessInfo.processInfo.environment["PUBLISH_GATE_XSD_FOLDER"] else {
      return
    }
    let file = try folder.write(report, to: "checked.xml")
    let names = try FileManager.default.contentsOfDirectory(atPath: schemas)
      .filter { $0.hasSuffix(".xsd") }
    #expect(!names.isEmpty, sourceLocation: sourceLocation)
    for name in names {
      let result = try await Subprocess.run(
        .name("xmllint"), arguments: ["--noout", "--schema", "\(schemas)/\(name)", file],
        output: .discarded, error: .string(limit: 1 << 16))
      #expect(
        result.terminationStatus.isSuccess, "\(name): \(result.standardError)",
        sourceLocation: sourceLocation)
    }
  }

  /// What a consumer reads out of a report.
  private final class Suites: NSObject, XMLParserDelegate {
    private(set) var cases: [String] = []
    /// What the suite says: tests, failures, errors, skipped.
    private(set) var counts: [Int] = []
    private var failures = 0
    private var errors = 0
    private var skipped = 0

    var counted: [Int] { [cases.count, failures, errors, skipped] }

    init(parsing text: String) throws {
      super.init()
      let parser = XMLParser(data: Data(text.utf8))
      parser.delegate = self
      if !parser.parse() { throw parser.parserError ?? CancellationError() }
    }

    func parser(
      _: XMLParser, didStartElement name: String, namespaceURI _: String?,
      qualifiedName _: String?, attributes: [String: String]
    ) {
      switch name {
      case "testsuite":
        counts = ["tests", "failures", "errors", "skipped"].map { Int(attributes[$0] ?? "") ?? -1 }
      case "testcase":
        cases.append("\(attributes["classname"] ?? "")/\(attributes["name"] ?? "")")
      case "failure": failures += 1
      case "error": errors += 1
      case "skipped": skipped += 1
      default: break
      }
    }
  }
}
