/// A pattern of text in which `*` stands for any run of characters.
///
/// Neither case nor the number of spaces matters, around the text and between its words: people copy
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

  /// Takes at most as many steps as the product of the two lengths, since a mismatch only retries
  /// the last `*`.
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
