/// Finds the server's words about something that went wrong.
extension JSONValue {
  /// The members in which servers say why something failed, the likeliest first.
  private static let reasonNames = surestReasonNames + ["title"]

  /// The members of an entry of `statusSummary` that say why the entry failed. Its `title` comes last,
  /// since that may be the name of the resource.
  private static let entryReasonNames = surestReasonNames + ["result", "title"]

  private static let surestReasonNames = [
    "message", "msg", "errMsg", "error", "errors", "reason", "statusMessage", "validation",
    "statusLogs",
  ]

  /// How many entries of a list are read: more would not fit into one line.
  private static let entryLimit = 10

  /// How many values inside one another are read: nobody writes a reason any deeper.
  private static let depthLimit = 8

  /// The reason that a text is, or that an object's members or a list's entries give; nil without one.
  var reason: String? { reason(in: Self.reasonNames, depth: 0) }

  /// Why an entry of `statusSummary` failed, as the entry or its `result` says it.
  var entryReason: String? {
    kind == .object ? reason(in: Self.entryReasonNames, depth: 0) : nil
  }

  private func reason(in names: [String], depth: Int) -> String? {
    guard depth <= Self.depthLimit else { return nil }
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
      let reasons = elements.prefix(Self.entryLimit).compactMap {
        $0.reason(in: Self.reasonNames, depth: depth + 1)
      }
      return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    case .number, .boolean, .null:
      return nil
    }
  }
}
