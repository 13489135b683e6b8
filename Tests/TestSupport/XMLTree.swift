import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element of an XML document as a consumer's parser reads it.
package struct XMLTree {
  package enum Content {
    case element(XMLTree)
    case text(String)
  }

  package let name: String
  package let attributes: [String: String]
  package fileprivate(set) var content: [Content] = []

  /// Reads a whole document, or nil when it is not well-formed.
  package static func root(of document: String) -> XMLTree? {
    let parser = XMLParser(data: Data(document.utf8))
    let listener = Listener()
    parser.delegate = listener
    return parser.parse() ? listener.root : nil
  }

  package var elements: [XMLTree] {
    content.compactMap { if case .element(let element) = $0 { element } else { nil } }
  }

  /// All text within, that of inner elements too.
  package var text: String {
    content.map {
      switch $0 {
      case .element(let element): element.text
      case .text(let text): text
      }
    }.joined()
  }
}

private final class Listener: NSObject, XMLParserDelegate {
  var root: XMLTree?
  private var open: [XMLTree] = []

  func parser(
    _: XMLParser, didStartElement name: String, namespaceURI _: String?, qualifiedName _: String?,
    attributes: [String: String]
  ) {
    open.append(XMLTree(name: name, attributes: attributes))
  }

  func parser(_: XMLParser, foundCharacters text: String) { add(.text(text)) }

  func parser(
    _: XMLParser, didEndElement _: String, namespaceURI _: String?, qualifiedName _: String?
  ) {
    guard let ended = open.popLast() else { return }
    if open.isEmpty { root = ended } else { add(.element(ended)) }
  }

  private func add(_ content: XMLTree.Content) {
    guard !open.isEmpty else { return }
    open[open.count - 1].content.append(content)
  }
}
