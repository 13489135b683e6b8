/// A JSON value that is written on one line.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259
package indirect enum JSONText: Equatable {
  case string(String)
  case integer(Int)
  /// Written with three decimals at most.
  case number(Double)
  case null
  case array([JSONText])
  /// Members in the order in which they are written.
  case object([(String, JSONText)])

  init(_ text: String?) { self = text.map(JSONText.string) ?? .null }
  init(_ text: UntrustedText?, limit: Int = UntrustedText.logLimit) {
    self.init(text?.sanitized(limit: limit))
  }
  init(_ time: Timestamp?) { self.init(time?.iso8601) }

  package var text: String {
    switch self {
    case .string(let string): Self.quoted(string)
    case .integer(let integer): String(integer)
    case .number(let number): Self.decimal(number)
    case .null: "null"
    case .array(let values): "[\(values.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.0)):\($0.1.text)" }.joined(separator: ","))}"
    }
  }

  package static func == (left: JSONText, right: JSONText) -> Bool { left.text == right.text }

  private static func decimal(_ number: Double) -> String {
    guard number.isFinite, number.magnitude < 1e12 else { return "null" }
    let thousandths = Int64((number * 1_000).rounded())
    let sign = thousandths < 0 ? "-" : ""
    let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
    guard rest > 0 else { return "\(sign)\(whole)" }
    var decimals = rest.padded(to: 3)
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(sign)\(whole).\(decimals)"
  }

  /// The string in quotes, in characters that are safe in any log: what the ``Sanitizer`` would make
  /// visible or break up is escaped here, so that a program still reads the string as it was.
  private static func quoted(_ string: String) -> String {
    var result = [UInt8(ascii: "\"")]
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result.append(contentsOf: "\\\"".utf8)
      case "\\": result.append(contentsOf: "\\\\".utf8)
      case _ where Sanitizer.opensCommand(scalar, after: result) || Sanitizer.isUnsafe(scalar):
        append(escapeOf: scalar, to: &result)
      default: result.append(contentsOf: scalar.utf8)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }

  /// `\u` and four digits for each UTF-16 code unit.
  private static func append(escapeOf scalar: Unicode.Scalar, to result: inout [UInt8]) {
    for unit in scalar.utf16 {
      result.append(contentsOf: "\\u\(unit.padded(to: 4, radix: 16).lowercased())".utf8)
    }
  }
}
