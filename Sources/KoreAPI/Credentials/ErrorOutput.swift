import GateKit

/// The standard error of a token command, at most 64 KiB of it.
package struct ErrorOutput: Sendable {
  package static let byteLimit = Secret.lengthLimit
  package static let lineLimit = 20

  private var bytes: [UInt8] = []
  private var isCut = false

  package init() {}

  /// Keeps as much of a part as there is room for.
  package mutating func append(_ part: some Collection<UInt8>) {
    let kept = part.prefix(Self.byteLimit - bytes.count)
    isCut = isCut || kept.count < part.count
    bytes += kept
  }

  /// All that was kept; bytes that are not UTF-8 are replaced by U+FFFD.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The first lines that are not empty, harmless on a terminal.
  ///
  /// Secrets are taken out before lines are cut, for a cut line could show a part of a secret. So the
  /// line in which the bytes were cut is left out.
  package func lines(redactedBy redacted: (String) -> String) -> [String] {
    let all = redacted(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let whole = all.dropLast(isCut ? 1 : 0).filter { !$0.isEmpty }
    let shown = whole.prefix(Self.lineLimit).map { "\(UntrustedText($0))" }
    return isCut || whole.count > shown.count ? shown + ["… and more"] : shown
  }
}
