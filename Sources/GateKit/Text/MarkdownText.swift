/// Text escaped for GitHub Flavored Markdown and the HTML in it, in a line of text or a table's
/// cell.
///
/// Every character that Markdown or HTML gives a meaning becomes a numeric character reference,
/// which "cannot be used in place of symbols indicating structure": it opens no tag, link, image,
/// emphasis or code, and divides no cell. What a site makes of the *finished* text, where the
/// reference is a character again, is broken up by a zero-width space, as Dependabot and Renovate
/// do: mentions and e-mail addresses (`@`), issues and pull requests (`#12`, `!12`), addresses
/// (`//`, `www.`) and emoji (`:name:`).
/// Sources: https://github.github.com/gfm/#entity-and-numeric-character-references,
/// https://github.github.com/gfm/#autolinks-extension-,
/// https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
struct MarkdownText: Equatable, CustomStringConvertible {
  let description: String

  /// The text on one line of at most `limit` Unicode scalars before it is escaped.
  init(_ text: String, limit: Int = .max) {
    let line = Array(Sanitizer.oneLine(text, limit: limit).utf8)
    var result: [UInt8] = []
    result.reserveCapacity(line.count)
    for (index, byte) in line.enumerated() {
      if Self.hasMeaning(byte) || Self.opensBlock(in: line, at: index) {
        result.append(contentsOf: "&#\(byte);".utf8)
      } else {
        result.append(byte)
      }
      if Self.needsBreak(in: line, after: index) { result.append(contentsOf: "&#8203;".utf8) }
    }
    description = String(decoding: result, as: UTF8.self)
  }

  private static func hasMeaning(_ byte: UInt8) -> Bool {
    ##"&<>|`*_~[]\#!$@^{}"##.utf8.contains(byte)
  }

  /// Whether a list, a rule, an underline or an indented block would begin with this byte.
  private static func opensBlock(in line: [UInt8], at index: Int) -> Bool {
    switch line[index] {
    case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "="):
      return index == 0
    case UInt8(ascii: "."), UInt8(ascii: ")"):
      let isNumbered = index > 0 && index < 10 && line[..<index].allSatisfy { isDigit($0) }
      return isNumbered && line[(index + 1)...].first.map { $0 == UInt8(ascii: " ") } ?? true
    default:
      return false
    }
  }

  private static func needsBreak(in line: [UInt8], after index: Int) -> Bool {
    let next = line[(index + 1)...]
    switch line[index] {
    case UInt8(ascii: "@"):
      return next.first.map { $0 != UInt8(ascii: " ") } ?? false
    case UInt8(ascii: "#"), UInt8(ascii: "!"):
      return next.first.map { isDigit($0) } ?? false
    case UInt8(ascii: ":"):
      return isEmoji(next)
    case UInt8(ascii: "/"):
      return next.first == UInt8(ascii: "/")
    case UInt8(ascii: "w"), UInt8(ascii: "W"):
      let before = line[...index].suffix(3).map { $0 | 0x20 }
      return next.first == UInt8(ascii: ".") && before.elementsEqual("www".utf8)
    default:
      return false
    }
  }

  /// Whether what follows a colon makes a `:name:` of it; two digits are a time of day.
  private static func isEmoji(_ next: ArraySlice<UInt8>) -> Bool {
    let name = next.prefix(64).prefix { isWordPart($0) || $0 == UInt8(ascii: "+") }
    let isTime = name.count == 2 && name.allSatisfy { isDigit($0) }
    return !name.isEmpty && !isTime && next.dropFirst(name.count).first == UInt8(ascii: ":")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}
