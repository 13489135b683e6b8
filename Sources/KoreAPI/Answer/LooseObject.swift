import GateKit

/// A JSON object of which nothing is taken for granted.
///
/// A member that is missing, null or of another type than asked for is absent, and never makes the
/// document unreadable.
struct LooseObject {
  private let members: KeyedDecodingContainer<MemberName>

  /// Nil when what is to be decoded is no object, or has a key that is not Unicode.
  init?(from decoder: any Decoder) {
    guard let members = try? decoder.container(keyedBy: MemberName.self) else { return nil }
    self.members = members
  }

  var isEmpty: Bool { members.allKeys.isEmpty }

  /// Whether there is a member of this name that is not null.
  func has(_ name: String) -> Bool {
    (try? members.decodeNil(forKey: MemberName(name))) == false
  }

  func value<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) -> Value? {
    try? members.decode(type, forKey: MemberName(name))
  }

  func text(_ name: String) -> ServerText? {
    value(name, as: String.self).map { ServerText($0) }
  }

  /// A text that names something: a number is as good as a string, an empty string is none.
  func identifier(_ name: String) -> ServerText? {
    let text = value(name, as: String.self) ?? value(name, as: Int64.self).map { String($0) }
    guard let text, !text.isEmpty else { return nil }
    return ServerText(text)
  }

  /// A number, or a string that holds one.
  func number(_ name: String) -> Double? {
    value(name, as: Double.self) ?? value(name, as: String.self).flatMap { Double($0) }
  }

  /// A point in time, in ISO 8601 or in milliseconds since 1970, or nil when it is neither.
  func time(_ name: String) -> Timestamp? {
    if let text = value(name, as: String.self) { return Timestamp(iso8601: text) }
    guard let number = value(name, as: Double.self),
      let milliseconds = Int64(exactly: number.rounded(.towardZero)),
      Timestamp.accepted.contains(milliseconds)
    else { return nil }
    return Timestamp(millisecondsSinceEpoch: milliseconds)
  }
}

/// The name of a member, whatever it is.
private struct MemberName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) {
    stringValue = name
  }

  init?(stringValue: String) {
    self.stringValue = stringValue
  }

  init?(intValue: Int) {
    nil
  }
}
