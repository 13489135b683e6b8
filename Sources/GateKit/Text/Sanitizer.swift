/// Makes text from the server harmless for terminals, CI logs and XML alike.
///
/// A character that a reader cannot see, or that a terminal or an XML parser acts on, becomes visible
/// as `\u{…}`. CR, LF and TAB become a space, so that a text never makes two lines. The openings of
/// workflow commands are broken up by a space, wherever they stand. A text that was sanitised before
/// stays as it is.
enum Sanitizer {
  /// The text on one line of at most `limit` Unicode scalars; a longer text ends with `…`.
  static func oneLine(_ text: String, limit: Int = .max) -> String {
    if !text.hasBytes(where: { !isHarmless($0) }) {
      if text.utf8.count <= limit { return text }
      return limit > 0 ? String(text.unicodeScalars.prefix(limit - 1)) + "…" : ""
    }
    // Bytes, since a report may hold megabytes of text and appending to a string is slow.
    var result: [UInt8] = []
    var length = 0
    // How much of the result can stay when `…` must follow: up to the end of a whole piece.
    var kept = 0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r", "\n", "\t":
        result.append(UInt8(ascii: " "))
        length += 1
      case _ where opensCommand(scalar, after: result):
        result.append(UInt8(ascii: " "))
        result.append(contentsOf: scalar.utf8)
        length += 2
      case _ where isUnsafe(scalar):
        let name = "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".utf8
        result.append(contentsOf: name)
        length += name.count
      case _ where scalar.isASCII:
        // Most characters are ASCII; appending their one byte as a sequence takes ten times as long.
        result.append(UInt8(truncatingIfNeeded: scalar.value))
        length += 1
      default:
        result.append(contentsOf: scalar.utf8)
        length += 1
      }
      if length > limit {
        return limit > 0 ? String(decoding: result.prefix(kept), as: UTF8.self) + "…" : ""
      }
      if length < limit { kept = result.count }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Printable ASCII, without the characters that begin a command; most texts hold nothing else.
  private static func isHarmless(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "[") && byte != UInt8(ascii: "#")
  }

  /// Whether a character after this UTF-8 text would open a workflow command: Azure Pipelines' and
  /// GitHub's `##[` and `##vso[`, TeamCity's `##teamcity[`, in any case, and the `[[` of
  /// `[[ATTACHMENT|…]]` in Jenkins and GitLab.
  ///
  /// Azure's agent warns of `##vso` even where no bracket follows, so the words are broken up before
  /// their first letter.
  /// Sources: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands,
  /// https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/WorkerCommandManager.cs,
  /// https://www.jetbrains.com/help/teamcity/service-messages.html,
  /// https://plugins.jenkins.io/junit-attachments/
  static func opensCommand(_ scalar: Unicode.Scalar, after text: [UInt8]) -> Bool {
    switch scalar {
    case "[": text.last == UInt8(ascii: "[") || text.suffix(2).elementsEqual("##".utf8)
    case "v", "V", "t", "T": text.suffix(2).elementsEqual("##".utf8)
    default: false
    }
  }

  /// Whether a character is outside XML 1.0's `Char`, or hides or reorders text: controls, line and
  /// paragraph separators, the byte order mark, bidirectional controls and non-characters.
  ///
  /// Sources: https://www.w3.org/TR/xml/#charsets,
  /// https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    case 0x2028, 0x2029, 0xFEFF: true
    case 0xFDD0...0xFDEF: true
    case let value: value & 0xFFFE == 0xFFFE
    }
  }
}

extension String {
  /// Whether a byte of the text's UTF-8 meets a condition.
  func hasBytes(where isWanted: (UInt8) -> Bool) -> Bool {
    var text = self
    return text.withUTF8 { $0.contains(where: isWanted) }
  }
}
