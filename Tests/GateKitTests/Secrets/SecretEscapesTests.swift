import Testing

@testable import GateKit

/// A secret must be found in whatever the renderers write it into.
@Suite struct SecretEscapesTests {
  /// Every way in which the renderers write a text.
  enum Escape: CaseIterable {
    case log
    case xml
    case json
    case markdown
    case gitHubData
    case gitHubProperty
    case azure
    case teamCity

    func written(_ text: String) -> String {
      switch self {
      case .log: Sanitizer.oneLine(text)
      case .xml: XMLText(text).description
      case .json: JSONText.string(text).text
      case .markdown: MarkdownText(text).description
      case .gitHubData: CommandEscaping.gitHubData.escaped(Sanitizer.oneLine(text))
      case .gitHubProperty: CommandEscaping.gitHubProperty.escaped(Sanitizer.oneLine(text))
      case .azure: CommandEscaping.azure.escaped(Sanitizer.oneLine(text))
      case .teamCity: CommandEscaping.teamCity.escaped(Sanitizer.oneLine(text))
      }
    }
  }

  /// What a secret may hold: each character that some format escapes, others of each plane, and what
  /// only together means something.
  private static let pieces: [String] = {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x17F, 0x600...0x61F, 0x2000...0x206F, 0xFDD0...0xFDEF, 0xFE00...0xFE0F,
      0xFEFF...0xFEFF, 0xFFFD...0xFFFF, 0x1F600...0x1F60F, 0x1FFFE...0x1FFFF,
      0x10FFFE...0x10FFFF,
    ]
    return ranges.joined().compactMap { Unicode.Scalar($0).map { String($0) } } + [
      "[[", "##[", "##v", "::", "%0A", "%25", "%AZP25", "&amp;", "&#65;", "|n", "||", "|0x0041",
      "\\n", "\\u0041", "\\u{41}", ":a:", "@b", "#1", "!1", "//", "www.", "1. ", "1) ", "\r\n",
    ]
  }()

  /// Each of these words is too short to be found without its piece.
  private static func secrets(with piece: String, _ number: Int) -> [String] {
    let word = String(1_000 + number)
    return ["\(piece)q\(word)w\(word)", "q\(word)\(piece)w\(word)", "q\(word)w\(word)\(piece)"]
  }

  @Test(arguments: Escape.allCases)
  func aSecretIsFoundInWhateverIsWritten(escape: Escape) {
    let registry = SecretRegistry()
    let all = Self.pieces.enumerated().flatMap { Self.secrets(with: $1, $0) }
    for secret in all { registry.register(Secret(secret)) }
    for secret in all {
      let text = escape.written("a \(secret) b")
      #expect(registry.redacted(text).contains("***"), "\(text.debugDescription)")
      let alone = escape.written(secret)
      #expect(registry.redacted(alone).contains("***"), "\(alone.debugDescription)")
    }
  }
}
