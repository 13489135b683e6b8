import GateKit

/// The words of a command that is run without a shell.
///
/// White space separates words. `'…'` and `"…"` group what stands between them, also within a word
/// (`a' 'b`). A backslash takes the next character as it is; between `'…'` it is nothing special,
/// and between `"…"` it is so only before `"` and `\`. Nothing else is special: no variables, no
/// patterns, no pipes. A word that only a shell would understand is refused, for a command that
/// was written for one would do something else here.
struct ShellWords: Equatable {
  /// At least one; the first is the program.
  let words: [String]

  var program: String { words.first ?? "" }

  var arguments: [String] { Array(words.dropFirst()) }

  private static let shellOperators: Set<String> = [
    "|", "||", "|&", "&", "&&", ";", ">", ">>", "<", "<<", "2>", "2>&1", ">&2",
  ]

  /// - Throws: ``InvalidValue`` when a quote or a backslash has no partner, or there is no program.
  init(parsing text: String) throws(InvalidValue) {
    var scanner = Scanner(text)
    var words: [String] = []
    while let word = try scanner.nextWord() {
      guard word.isQuoted || !Self.shellOperators.contains(word.text) else {
        throw InvalidValue(
          accepted: "a command that needs no shell; for '\(word.text)' write sh -c '…'")
      }
      words.append(word.text)
    }
    guard let program = words.first, !program.isEmpty else {
      throw InvalidValue(accepted: "a program and its arguments, such as vault read -field=jwt …")
    }
    self.words = words
  }

  /// Takes the words off the beginning of a text.
  private struct Scanner {
    private var rest: Substring.UnicodeScalarView

    init(_ text: String) {
      rest = Substring(text).unicodeScalars
    }

    /// Nil when there is none left.
    mutating func nextWord() throws(InvalidValue) -> (text: String, isQuoted: Bool)? {
      rest = rest.drop(while: Self.isSpace)
      guard !rest.isEmpty else { return nil }
      var word = String.UnicodeScalarView()
      var isQuoted = false
      while let scalar = rest.first, !Self.isSpace(scalar) {
        rest.removeFirst()
        switch scalar {
        case "'":
          isQuoted = true
          try takeQuoted(until: "'", into: &word)
        case "\"":
          isQuoted = true
          try takeQuoted(until: "\"", escaping: ["\"", "\\"], into: &word)
        case "\\":
          isQuoted = true
          guard let next = rest.popFirst() else {
            throw InvalidValue(accepted: "a character after the last backslash")
          }
          word.append(next)
        default:
          word.append(scalar)
        }
      }
      return (String(word), isQuoted)
    }

    private mutating func takeQuoted(
      until quote: Unicode.Scalar, escaping escapable: [Unicode.Scalar] = [],
      into word: inout String.UnicodeScalarView
    ) throws(InvalidValue) {
      while let scalar = rest.popFirst() {
        if scalar == quote { return }
        if scalar == "\\", let next = rest.first, escapable.contains(next) {
          rest.removeFirst()
          word.append(next)
        } else {
          word.append(scalar)
        }
      }
      throw InvalidValue(accepted: "a closing \(quote)")
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      [" ", "\t", "\n", "\r"].contains(scalar)
    }
  }
}
