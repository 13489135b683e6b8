import GateKit

/// A JSON object of which nothing is taken for granted, read once for the members that are wanted.
///
/// A member that is missing, null or of another type than asked for is absent, and never makes the
/// document unreadable. So is one that comes twice, since nobody can say which of the two holds.
struct LenientObject {
  private let names: [String]
  private var members: [Member]
  private(set) var isEmpty = true

  /// Why the object cannot be relied on, as the end of a clause that begins with what it is, or nil
  /// when it can: a wanted member comes twice, or may be hidden in a name that is not Unicode.
  private(set) var flaw: Flaw?

  enum Flaw {
    case namedTwice(String)
    case nameIsNotUnicode
  }

  private enum Member {
    case absent
    case value(JSONValue)
    case twice
  }

  /// Nil when the value is no object.
  init?(_ value: JSONValue, reading names: [String]) {
    guard value.kind == .object else { return nil }
    self.names = names
    members = Array(repeating: .absent, count: names.count)
    for (name, value) in value.members {
      isEmpty = false
      do {
        if let index = try name.index(in: names) { add(value, at: index) }
      } catch {
        flaw = flaw ?? .nameIsNotUnicode
      }
    }
  }

  private mutating func add(_ value: JSONValue, at index: Int) {
    switch members[index] {
    case .absent: members[index] = .value(value)
    case .value, .twice:
      members[index] = .twice
      flaw = flaw ?? .namedTwice(names[index])
    }
  }

  /// The value of a wanted member, or nil when it is absent.
  subscript(name: String) -> JSONValue? {
    guard let index = names.firstIndex(of: name), case .value(let value) = members[index],
      value.kind != .null
    else { return nil }
    return value
  }

  func text(_ name: String) -> UntrustedText? {
    self[name]?.text.map { UntrustedText($0) }
  }

  /// A text that names something: a number is as good as a string, an empty string is none.
  func identifier(_ name: String) -> UntrustedText? {
    let value = self[name]
    guard let text = value?.text ?? value?.integer.map({ String($0) }), !text.isEmpty else {
      return nil
    }
    return UntrustedText(text)
  }

  /// A number, or a string that holds one in plain decimals.
  func number(_ name: String) -> Double? { self[name]?.number }

  /// A point in time, in ISO 8601 or in milliseconds since 1970, or nil when it is neither.
  func time(_ name: String) -> Timestamp? {
    guard let value = self[name] else { return nil }
    if let text = value.shortText { return Timestamp(iso8601: text) }
    guard value.kind == .number, let number = value.number,
      let milliseconds = Int64(exactly: number.rounded(.towardZero)),
      Timestamp.accepted.contains(milliseconds)
    else { return nil }
    return Timestamp(millisecondsSinceEpoch: milliseconds)
  }
}
