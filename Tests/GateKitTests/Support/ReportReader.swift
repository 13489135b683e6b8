import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A report as a consumer's parser reads it.
struct ReportReader {
  struct Case {
    let attributes: [String: String]
    /// The name of the element within the case, or nil when it passed.
    fileprivate(set) var element: String?
    /// The attributes of that element.
    fileprivate(set) var problem: [String: String] = [:]
    fileprivate(set) var body = ""

    var key: String { "\(attributes["classname"] ?? "") \(attributes["name"] ?? "")" }
  }

  fileprivate(set) var suite: [String: String] = [:]
  fileprivate(set) var properties: [String: String] = [:]
  fileprivate(set) var cases: [Case] = []

  /// Reads a whole report, or nil when it is not well-formed.
  init?(_ xml: String) {
    let parser = XMLParser(data: Data(xml.utf8))
    let listener = Listener()
    parser.delegate = listener
    guard parser.parse() else { return nil }
    self = listener.report
  }

  fileprivate init() {}
}

private final class Listener: NSObject, XMLParserDelegate {
  var report = ReportReader()
  private var isInBody = false

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let last = report.cases.count - 1
    switch name {
    case "testsuite": report.suite = attributes
    case "property": report.properties[attributes["name"] ?? ""] = attributes["value"]
    case "testcase": report.cases.append(ReportReader.Case(attributes: attributes))
    case "failure", "error", "skipped":
      report.cases[last].element = name
      report.cases[last].problem = attributes
      isInBody = true
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if isInBody { report.cases[report.cases.count - 1].body += text }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    isInBody = false
  }
}
