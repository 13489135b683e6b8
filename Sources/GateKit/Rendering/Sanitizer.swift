/// Makes text from the server harmless for terminals, CI logs and XML alike.
///
/// Two things are done. A character that a reader cannot see or that a terminal or an XML parser
/// acts on becomes visible as `\u{…}`; CR, LF and TAB become a space, so that one value never makes
/// two lines. And the openings of workflow commands are broken up by a space, wherever they stand.
enum Sanitizer {
  /// The text on one line.
  ///
  /// - Parameter limit: the longest result, in Unicode scalars; a longer one ends with `…`.
  static func oneLine(_ text: String, limit: Int) -> String {
    var result = String.UnicodeScalarView()
    var length = 0
    for scalar in text.unicodeScalars {
      let piece = visible(scalar)
      let isCommand = scalar == "[" && opensCommand(after: result)
      let added = piece.unicodeScalars.count + (isCommand ? 1 : 0)
      guard length + added <= limit else { return cut(result, length: length, limit: limit) }
      if isCommand { result.append(" ") }
      result.append(contentsOf: piece.unicodeScalars)
      length += added
    }
    return String(result)
  }

  private static func cut(
    _ text: String.UnicodeScalarView, length: Int, limit: Int
  ) -> String {
    guard limit > 0 else { return "" }
    return String(String.UnicodeScalarView(text.prefix(min(length, limit - 1)))) + "…"
  }

  /// The openings that a bracket would complete: Azure Pipelines' and GitHub's `##[` and `##vso[`,
  /// TeamCity's `##teamcity[`, and the `[[` of `[[ATTACHMENT|…]]` in Jenkins and GitLab.
  ///
  /// Sources: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands,
  /// https://www.jetbrains.com/help/teamcity/service-messages.html,
  /// https://plugins.jenkins.io/junit-attachments/
  private static let openings = ["##", "##vso", "##teamcity", "["]
    .map { Array($0.unicodeScalars) }

  private static func opensCommand(after text: String.UnicodeScalarView) -> Bool {
    openings.contains { opening in
      let tail = text.suffix(opening.count)
      return tail.count == opening.count
        && zip(tail, opening).allSatisfy { $0.properties.lowercaseMapping == String($1) }
    }
  }

  private static func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\r", "\n", "\t": " "
    case _ where isUnsafe(scalar): "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default: String(scalar)
    }
  }

  /// Everything outside XML 1.0's `Char`, and what hides or reorders text: controls, line and
  /// paragraph separators, the byte order mark, bidirectional controls and non-characters.
  ///
  /// Sources: https://www.w3.org/TR/xml/#charsets, https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    case 0x2028, 0x2029, 0xFEFF: true
    case 0xFDD0...0xFDEF: true
    case let value: value & 0xFFFE == 0xFFFE
    }
  }
}
