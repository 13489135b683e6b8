/// The bot that the gate watches: its id, and the name that people know it by.
package struct BotReference: Hashable, Sendable {
  package let id: String

  /// The alias, or the id when there is none; without spaces, so that it can name a test suite.
  package let name: String

  private init(id: String, name: String) {
    self.id = id
    self.name = name
  }

  /// What a report is about when no bot could be read from the settings.
  package static let unknown = BotReference(id: "unknown", name: "unknown")

  /// The bot of the built-in simulator.
  package static let demo = BotReference(id: "st-demo", name: "demo")

  /// Reads `ID` or `ALIAS=ID`.
  ///
  /// - Throws: ``InvalidValue`` when a part is empty, or has characters that no id and no suite
  ///   name may have.
  package init(parsing text: String) throws(InvalidValue) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let last = parts.last, Self.isWellFormed(first),
      Self.isWellFormed(last)
    else {
      throw InvalidValue(accepted: "ID or ALIAS=ID, of letters, digits, '-', '_' and '.'")
    }
    id = String(last)
    name = String(first)
  }

  /// The bot for people, by its alias where it has one: `support (st-1)`.
  package var label: String { name == id ? id : "\(name) (\(id))" }

  private static func isWellFormed(_ part: Substring) -> Bool {
    (1...128).contains(part.utf8.count) && part.contains { $0 != "." }
      && part.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || ["-", "_", "."].contains($0))
      }
  }
}
