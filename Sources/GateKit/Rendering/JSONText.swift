/// A JSON value that is written on one line.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259
indirect enum JSONText: Equatable {
  case string(String)
  case integer(Int)
  /// Written with three decimals at most.
  case number(Double)
  case bool(Bool)
  case null
  case array([JSONText])
  /// Members in the order in which they are written.
  case object([(String, JSONText)])

  init(_ text: String?) { self = text.map(JSONText.string) ?? .null }
  init(_ text: ServerText?) { self.init(text?.sanitized()) }
  init(_ time: Timestamp?) { self.init(time?.iso8601) }

  var text: String {
    switch self {
    case .string(let string): Self.quoted(string)
    case .integer(let integer): String(integer)
    case .number(let number): Self.decimal(number)
    case .bool(let bool): bool ? "true" : "false"
    case .null: "null"
    case .array(let values): "[\(values.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.0)):\($0.1.text)" }.joined(separator: ","))}"
    }
  }

  static func == (left: JSONText, right: JSONText) -> Bool { left.text == right.text }

  private static func decimal(_ number: Double) -> String {
    guard number.isFinite, number.magnitude < 1e12 else { return "null" }
    let thousandths = Int64((number * 1_000).rounded())
    let sign = thousandths < 0 ? "-" : ""
    let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
    guard rest > 0 else { return "\(sign)\(whole)" }
    let decimals = padded(Int64(rest), to: 3)
    return "\(sign)\(whole).\(decimals.prefix(through: decimals.lastIndex { $0 != "0" } ?? decimals.startIndex))"
  }

  private static func quoted(_ string: String) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
