import GateKit

/// What the server says about something that went wrong: a string, an object, or a list of them.
struct WireReason: Decodable {
  /// How many entries of a list are read: more would not fit into one line.
  private static let readEntries = 10

  /// How many objects inside one another are read; a deeper one is no reason that a person wrote.
  private static let readDepth = 8

  /// The text, or nil when there is none.
  let text: String?

  init(from decoder: any Decoder) {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.text = text.isEmpty ? nil : text
    } else if decoder.codingPath.count > Self.readDepth {
      text = nil
    } else if let object = LooseObject(from: decoder) {
      text = object.reason?.text
    } else {
      text = Self.joinedEntries(from: decoder)
    }
  }

  private init(text: String) {
    self.text = text
  }

  private static func joinedEntries(from decoder: any Decoder) -> String? {
    guard var list = try? decoder.unkeyedContainer() else { return nil }
    var texts: [String] = []
    while !list.isAtEnd, list.currentIndex < readEntries {
      guard let entry = try? list.decode(WireReason.self) else { break }
      if let text = entry.text { texts.append(text) }
    }
    return texts.isEmpty ? nil : texts.joined(separator: "; ")
  }
}

extension LooseObject {
  /// The members that have been seen to say why something failed, the likeliest first.
  private static let reasonNames = [
    "message", "msg", "error", "errors", "reason", "statusMessage",
  ]

  /// What the object says about why it failed, or nil when no member does.
  var reason: WireReason? { firstReason(in: Self.reasonNames) }

  /// What the object says about why it failed, itself or in its `result`.
  var reasonOrResult: WireReason? { firstReason(in: Self.reasonNames + ["result"]) }

  private func firstReason(in names: [String]) -> WireReason? {
    for name in names {
      if let reason = value(name, as: WireReason.self), reason.text != nil { return reason }
    }
    return nil
  }
}
