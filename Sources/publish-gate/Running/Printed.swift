import GateKit
import KoreAPI
import Subprocess
import Synchronization

/// What a token command has printed so far, at most 64 KiB of each stream.
final class Printed: Sendable {
  private static let mostBytes = Secret.longestToken
  private static let mostLines = 20

  private struct Contents {
    var output: [UInt8] = []
    var errors: [UInt8] = []
  }

  private let contents = Mutex(Contents())

  /// - Throws: ``TooMuchOutput``, or an error of the system.
  func takeOutput(from parts: SubprocessOutputSequence) async throws {
    for try await part in parts {
      let count = contents.withLock { contents in
        part.withUnsafeBytes { contents.output += $0 }
        return contents.output.count
      }
      guard count <= Self.mostBytes else { throw TooMuchOutput() }
    }
  }

  /// What is too much is dropped, but taken off the pipe, which would block the command otherwise.
  func takeErrors(from parts: SubprocessOutputSequence) async throws {
    for try await part in parts {
      contents.withLock { contents in
        let room = Self.mostBytes - contents.errors.count
        part.withUnsafeBytes { contents.errors += $0.prefix(room) }
      }
    }
  }

  /// Standard output; what is no UTF-8 is replaced by a character that no token has.
  var output: String { String(decoding: contents.withLock { $0.output }, as: UTF8.self) }

  /// What may be a secret: every word of standard output, and what looks like a JWT in the errors.
  var secretWords: [Secret] {
    output.split(whereSeparator: \.isWhitespace).map { Secret(String($0)) }
      + Secret.jwts(in: errors)
  }

  /// The first lines of standard error, harmless on a terminal.
  ///
  /// Secrets are taken out while they are whole: a cut line would still show a part of one. So the
  /// line at which the bytes were cut is left out.
  func errorLines(redactedBy redacted: (String) -> String) -> [String] {
    let text = redacted(errors)
    var lines = text.split(whereSeparator: \.isNewline)
    if contents.withLock({ $0.errors.count }) == Self.mostBytes { lines.removeLast() }
    let shown = lines.prefix(Self.mostLines).map { "\(ServerText($0))" }
    return lines.count > shown.count ? shown + ["… and more"] : shown
  }

  private var errors: String { String(decoding: contents.withLock { $0.errors }, as: UTF8.self) }
}

/// A token command printed more than any token is long.
struct TooMuchOutput: Error {}
