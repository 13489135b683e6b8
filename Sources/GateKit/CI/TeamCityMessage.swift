/// A service message of TeamCity: one whole line, with what it carries escaped.
///
/// Source: https://www.jetbrains.com/help/teamcity/service-messages.html#Escaped+Values
struct TeamCityMessage: Equatable {
  let line: String

  init(_ name: String, _ value: String) {
    line = "##teamcity[\(name) \(Self.quoted(value))]"
  }

  init(_ name: String, _ attributes: KeyValuePairs<String, String>) {
    let list = attributes.map { "\($0)=\(Self.quoted($1))" }.joined(separator: " ")
    line = "##teamcity[\(name) \(list)]"
  }

  private static func quoted(_ text: String) -> String {
    let escaped = Sanitizer.oneLine(text).unicodeScalars.map { scalar in
      switch scalar {
      case "|": "||"
      case "'": "|'"
      case "[": "|["
      case "]": "|]"
      case "\n": "|n"
      case "\r": "|r"
      case _ where scalar.isASCII: String(scalar)
      default: scalar.utf16.map(hexadecimal).joined()
      }
    }
    return "'\(escaped.joined())'"
  }

  private static func hexadecimal(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16, uppercase: true)
    return "|0x" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
