import GateKit

/// A JSON object of which nothing is taken for granted, read once for the members that are wanted.
///
/// A member that is missing, null or of another type than asked for is absent, and never makes the
/// document unreadable. A member that comes twice is absent too, since nobody can say which of its
/// values holds.
struct LenientObject {
  private let names: [String]
  private var members: [(value: JSONValue?, count: Int)]
  private(set) var isEmpty = true

  /// Why the object cannot be relied on, or nil when it can be.
  private(set) var flaw: Flaw?

  enum Flaw {
    /// A wanted member comes twice.
    case namedTwice(String)
    /// A name that cannot be read may be the name of a wanted member.
    case nameIsNotUnicode
  }

  /// Nil when the value is not an object.
  init?(_ value: JSONValue, reading names: [String]) {
    guard value.kind == .object else { return nil }
    self.names = names
    members = Array(repeating: (nil, 0), count: names.count)
    for (name, value) in value.members {
      isEmpty = false
      do {
        guard let index = try name.index(in: names) else { continue }
        members[index] = (value, members[index].count + 1)
        if members[index].count > 1 { flaw = flaw ?? .namedTwice(names[index]) }
      } catch {
        flaw = flaw ?? .nameIsNotUnicode
      }
    }
  }

  /// The value of a wanted member, or nil when it is absent.
  subscript(name: String) -> JSONValue? {
    guard let index = names.firstIndex(of: name), members[index].count == 1,
      let value = members[index].value, value.kind != .null
    else { return nil }
    return value
  }

  func text(_ name: String) -> UntrustedText? {
    self[name]?.text.map { UntrustedText($0) }
  }

  /// The text of an id: a whole number is as good as a string, and an empty string counts as absent.
  func identifier(_ name: String) -> UntrustedText? {
    let value = self[name]
    guard let text = value?.text ?? value?.integer.map({ String($0) }), !text.isEmpty else {
      return nil
    }
    return UntrustedText(text)
  }

  /// A number, or a string that holds one in plain decimals.
  func number(_ name: String) -> Double? { self[name]?.number }

  /// A point in time, in ISO 8601 or in milliseconds since 1970, or nil for any other value.
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
