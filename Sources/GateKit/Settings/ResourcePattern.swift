/// A `TYPE:NAME` that names resources, each part with `*` for any run of characters.
package struct ResourcePattern: Hashable, Sendable {
  let type: Glob
  let name: Glob

  /// The pattern as it was written.
  package let text: String

  /// - Throws: ``InvalidValue`` unless there is a colon with something but spaces on both sides.
  package init(parsing text: String) throws(InvalidValue) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let type = parts.first.map(Glob.init),
      let name = parts.last.map(Glob.init), !type.isEmpty, !name.isEmpty
    else {
      throw InvalidValue(
        accepted: "TYPE:NAME with '*' for any characters, such as 'dialog:*' or '*:Small Talk'")
    }
    self.type = type
    self.name = name
    self.text = text
  }

  /// Whether the pattern names this resource, by its name or by its id, without regard to case.
  func matches(_ resource: Resource) -> Bool {
    (resource.type ?? ServerText("")).matches(type)
      && [resource.name, resource.id].compactMap(\.self).contains { $0.matches(name) }
  }
}

/// A text with `*` for any run of characters.
///
/// Case does not matter, nor do spaces around it or how many stand between two words: people copy
/// names from a log or a report, where spaces cannot be counted.
struct Glob: Hashable, Sendable {
  private let pattern: [Character]

  init(_ text: some StringProtocol) {
    pattern = Self.letters(of: text)
  }

  var isEmpty: Bool { pattern.isEmpty }

  private static func letters(of text: some StringProtocol) -> [Character] {
    Array(text.lowercased().split { $0.isWhitespace }.joined(separator: " "))
  }

  /// Runs in the product of the two lengths at most: on a mismatch only the last `*` is retried.
  func matches(_ text: String) -> Bool {
    let text = Self.letters(of: text)
    var (at, position) = (0, 0)
    var retry: (pattern: Int, text: Int)?
    while position < text.count {
      if at < pattern.count, pattern[at] == "*" {
        retry = (at + 1, position)
        at += 1
      } else if at < pattern.count, pattern[at] == text[position] {
        at += 1
        position += 1
      } else if let last = retry {
        retry = (last.pattern, last.text + 1)
        (at, position) = (last.pattern, last.text + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == "*" }
  }
}
