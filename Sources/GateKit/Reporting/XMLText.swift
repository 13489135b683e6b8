/// Text escaped for XML, in an attribute or between tags.
///
/// What XML cannot hold at all is made visible, so that any text gives a well-formed document.
/// Sources: https://www.w3.org/TR/xml/#charsets, https://www.w3.org/TR/xml/#syntax
struct XMLText: Equatable, CustomStringConvertible {
  let description: String

  /// - Parameter text: line breaks stay, so that a body can have lines.
  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    description = lines.map { Self.escaped(Sanitizer.oneLine(String($0), limit: .max)) }
      .joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
