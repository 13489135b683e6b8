/// One element of an HTML page or of an SVG in it, with what it holds.
///
/// A page is made of elements alone, so nothing gets into it unescaped; ``XMLText`` is right for
/// HTML too, since every value stands in double quotes and no text in an element of raw text. The
/// page is a polyglot: an XML parser reads the same from it as an HTML parser.
/// Sources: https://html.spec.whatwg.org/multipage/syntax.html,
/// https://www.w3.org/TR/html-polyglot/
struct HTMLElement: CustomStringConvertible {
  typealias Attributes = KeyValuePairs<String, String>

  let description: String

  private init(description: String) {
    self.description = description
  }

  init(_ name: String, _ attributes: Attributes = [:], _ children: [HTMLElement] = []) {
    let separator = Self.holdsBlocks.contains(name) ? "\n" : ""
    let parts = children.map(\.description).filter { !$0.isEmpty }
    let content = parts.isEmpty ? "" : separator + parts.joined(separator: separator) + separator
    self.init(name, attributes, content: content)
  }

  init(_ name: String, _ attributes: Attributes = [:], text: String) {
    self.init(name, attributes, content: XMLText(text).description)
  }

  private init(_ name: String, _ attributes: Attributes, content: String) {
    var start = "<\(name)"
    for (attribute, value) in attributes { start += " \(attribute)=\"\(XMLText(value))\"" }
    let isClosed = content.isEmpty && Self.selfClosing.contains(name)
    description = isClosed ? start + "/>" : "\(start)>\(content)</\(name)>"
  }

  /// Text beside elements.
  static func text(_ text: String) -> HTMLElement {
    HTMLElement(description: XMLText(text).description)
  }

  /// Several elements, or none, in the place of one where white space means nothing.
  static func group(_ elements: [HTMLElement]) -> HTMLElement {
    let parts = elements.map(\.description).filter { !$0.isEmpty }
    return HTMLElement(description: parts.joined(separator: "\n"))
  }

  static let nothing = HTMLElement(description: "")

  /// A style sheet of ours, which must be free of `<` and `&`: HTML does not read references there.
  static func style(_ sheet: StaticString) -> HTMLElement {
    HTMLElement(description: "<style>\n\(sheet)</style>")
  }

  /// What is written `<…/>`: HTML's void elements, and SVG's that hold nothing.
  private static let selfClosing: Set<String> = ["meta", "circle", "line", "path", "rect", "use"]

  /// Where white space between children means nothing.
  private static let holdsBlocks: Set<String> = [
    "html", "head", "body", "main", "header", "section", "figure", "footer", "div", "ul", "dl",
    "table", "thead", "tbody", "svg", "defs",
  ]
}

extension Double {
  /// The number as SVG reads it, with three decimals at most.
  var decimal: String { JSONText.number(self).text }

  /// The part of a width as a percentage: `0.25` is `25%`.
  var percent: String { "\((self * 100).decimal)%" }
}
