import Foundation
import Subprocess
import TestSupport
import Testing

/// Checks of a report that need nothing but the report.
enum ReportCheck {
  /// The rules that a consumer would trip over; with `PUBLISH_GATE_XSD_FOLDER` in the environment
  /// also every schema in that folder.
  static func expectValid(
    _ report: String?, in folder: TemporaryFolder, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let report = try #require(report, "there is no report", sourceLocation: sourceLocation)
    let suites = try #require(
      ReportReader(report), "the report is not well-formed", sourceLocation: sourceLocation)
    let keys = suites.cases.map(\.key)
    #expect(keys.first == "publish.Gate Publish", sourceLocation: sourceLocation)
    #expect(Set(keys).count == keys.count, sourceLocation: sourceLocation)
    let counted = ["failure", "error", "skipped"].map { name in
      suites.cases.count { $0.element == name }
    }
    let counts = ["tests", "failures", "errors", "skipped"].map { suites.suite[$0] }
    #expect(counts == ([keys.count] + counted).map { "\($0)" }, sourceLocation: sourceLocation)
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
}
