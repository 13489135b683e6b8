import GateKit

/// What the gate shows, and where its report goes.
struct OutputSettings {
  static let defaultReportPath = "test-results/TEST-publish.xml"

  /// Nil for no report.
  var reportPath: String?
  var format = Format.text
  var color = Color.auto
  var verbosity = Verbosity.normal
  var dialect = CIDialect.none

  /// Where the outcome goes as variables, or nil for nowhere.
  var dotenvPath: String?

  /// Where the summary for people goes, or nil for nowhere.
  var summary: SummaryFile?

  enum Format: String, CaseIterable {
    case text
    case json
  }

  enum Color: String, CaseIterable {
    case auto
    case always
    case never
  }
}

/// A summary for people, in the format that its name ends with.
struct SummaryFile: Equatable {
  let path: String
  let format: Format

  enum Format: Equatable {
    case markdown
    case html
  }

  /// - Throws: ``InvalidValue`` when the name's ending does not stand for a format.
  init(parsing path: String) throws(InvalidValue) {
    let ending = path.split(separator: ".").last?.lowercased() ?? ""
    switch ending {
    case "md", "markdown": format = .markdown
    case "html", "htm": format = .html
    default: throw InvalidValue(accepted: "the path of a file that ends in .md or .html")
    }
    self.path = path
  }
}
