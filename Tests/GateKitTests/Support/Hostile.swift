import TestSupport

@testable import GateKit

/// Texts that have broken a terminal, a log or a report somewhere.
enum Hostile {
  static let texts = short + long

  /// All the short ones in one.
  static let line = short.joined()

  private static let short: [String] =
    [
      "", " ", " \t\r\n ", "\u{A0}\u{3000}", "\u{200B}", "\u{FEFF}", "a  b", " a ",
      "x\r\n::error::boom", "x\n##[error]boom", "\r\n", "a\rb",
      "\u{0}\u{1}\u{8}\u{B}\u{C}\u{E}\u{1F}", "\u{7F}\u{80}\u{85}\u{9B}31m", "\u{1B}[31mred",
      "\u{1B}]8;;http://evil.test\u{7}link\u{1B}]8;;\u{7}", "a\u{202E}b\u{2066}c\u{200F}\u{61C}",
      "\u{2028}\u{2029}", "]]>", "<![CDATA[x]]>", "<!DOCTYPE x>", "a&b<c>\"d'e", "&#0;", "&amp;",
      "%0A::error::x", "::add-mask::x", "[[ATTACHMENT|/etc/passwd]]", "##[error]x",
      "##vso[task.setvariable variable=x]y", "##TeamCity[buildStatus text='x']", "####[[[", "[[[[",
      "##VsO[", "##vso", "#", "##", "[", "section_start:1:x\r\u{1B}[0K", "--- x", "+++ x", "日本語",
      "e\u{301}", "👩‍👩‍👧‍👦🇩🇪", "-_-", "Publish", "Gate", "✓ \u{10FFFD}",
    ] + nonCharacters.map { "x\($0)y" }

  /// Swift does not take these in a literal.
  static let nonCharacters: [Unicode.Scalar] =
    [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF].compactMap { Unicode.Scalar($0 as UInt32) }

  private static let long = ["m", "\u{1}", "&", "[", "か", "\" "]
    .map { String(repeating: $0, count: 20_000) }

  /// Resources in which every text is in every place once.
  static let resources: [Resource] = texts.indices.flatMap { index in
    let text = texts[index]
    let others = (1...4).map { texts[(index + $0) % texts.count] }
    return [
      Resource.sample("dialog", text, status: "FAILED", id: others[0], reason: others[1]),
      .sample(text, others[2], status: others[3], id: text),
      .sample("gate", text, status: "PENDING", reason: text, state: text),
      .sample("dialog", text, status: "SUCCESS", state: text),
    ]
  }

  static let job = PublishJob(
    id: UntrustedText(texts.joined()), streamID: nil, status: .failed, percentage: 33.333,
    requestedTime: VirtualRun.start, resources: resources)
}

extension StringProtocol {
  /// Why the text is not fit for one line of a log or for a report, or nil when it is.
  ///
  /// Written by other means than the sanitiser's own: the rule is spelled out again.
  var harm: String? {
    let folded = lowercased()
    for opening in ["##[", "##vso", "##teamcity[", "[["] where folded.contains(opening) {
      return "holds \(opening)"
    }
    let bad = unicodeScalars.first {
      let properties = $0.properties
      let isHidden = properties.generalCategory == .control || properties.isBidiControl
      return isHidden || properties.isNoncharacterCodePoint
        || ["\u{2028}", "\u{2029}", "\u{FEFF}"].contains($0)
    }
    return bad.map { "holds U+\(String($0.value, radix: 16, uppercase: true))" }
  }
}
