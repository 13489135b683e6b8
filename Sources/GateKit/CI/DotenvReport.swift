/// The facts of a run as a dotenv report of GitLab's: `PUBLISH_GATE_OUTCOME=failed`.
///
/// GitLab takes at most 5 KB and 20 variables, no blank line and no comment, keys of letters,
/// digits and `_`, and values without spaces.
/// Source: https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv
package struct DotenvReport {
  /// Longer paths are left out, in UTF-8 bytes; all else is short, so the file stays below 5 KB.
  private static let valueLimit = 1_024

  package let text: String

  /// - Parameter reportPath: where the JUnit report is, or nil when there is none.
  package init(of record: RunRecord, reportPath: String?) {
    text = RunOutputs(of: record, reportPath: reportPath).all.map { fact in
      "\(Self.key(fact.name))=\(Self.isAccepted(fact.value) ? fact.value : "")\n"
    }.joined()
  }

  private static func key(_ name: String) -> String {
    "PUBLISH_GATE_" + String(name.uppercased().map { $0 == "-" ? "_" : $0 })
  }

  private static func isAccepted(_ value: String) -> Bool {
    value.utf8.count <= valueLimit && !value.contains(where: \.isWhitespace)
  }
}
