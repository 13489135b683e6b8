/// What the server says about something that went wrong.
extension JSONValue {
  /// The members that have been seen to say why something failed, the likeliest first.
  private static let reasonNames = surestReasonNames + ["title"]

  /// The same for an entry of `statusSummary`, whose `title` may be the name of what failed.
  private static let entryReasonNames = surestReasonNames + ["result", "title"]

  private static let surestReasonNames = [
    "message", "msg", "errMsg", "error", "errors", "reason", "statusMessage", "validation",
    "statusLogs",
  ]

  /// How many entries of a list are read: more would not fit into one line.
  private static let readEntries = 10

  /// How many values inside one another are read; a deeper one is no reason that a person wrote.
  private static let readDepth = 8

  /// The reason that the value is, or that its members or its entries give, or nil when none does.
  var reason: String? { reason(in: Self.reasonNames, depth: 0) }

  /// What an entry of `statusSummary` says about why it failed, itself or in its `result`.
  var entryReason: String? {
    kind == .object ? reason(in: Self.entryReasonNames, depth: 0) : nil
  }

  private func reason(in names: [String], depth: Int) -> String? {
    guard depth <= Self.readDepth else { return nil }
    switch kind {
    case .text:
      return text.flatMap { $0.isEmpty ? nil : $0 }
    case .object:
      guard let object = LenientObject(self, reading: names) else { return nil }
      for name in names {
        let reason = object[name]?.reason(in: Self.reasonNames, depth: depth + 1)
        if let reason { return reason }
      }
      return nil
    case .list:
      let reasons = elements.prefix(Self.readEntries).compactMap {
        $0.reason(in: Self.reasonNames, depth: depth + 1)
      }
      return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    case .number, .boolean, .null:
      return nil
    }
  }
}
