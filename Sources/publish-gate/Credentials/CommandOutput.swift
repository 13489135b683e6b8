import GateKit
import KoreAPI
import Subprocess
import Synchronization

/// What a token command has printed so far, at most 64 KiB of each stream.
final class CommandOutput: Sendable {
  private static let byteLimit = Secret.lengthLimit

  private struct Contents {
    var output: [UInt8] = []
    var errors = ErrorOutput()
  }

  private let contents = Mutex(Contents())

  /// - Throws: ``TooMuchOutput``, or an error of the system.
  func takeOutput(from parts: SubprocessOutputSequence) async throws {
    for try await part in parts {
      let count = contents.withLock { contents in
        part.withUnsafeBytes { contents.output += $0 }
        return contents.output.count
      }
      guard count <= Self.byteLimit else { throw TooMuchOutput() }
    }
  }

  /// Bytes beyond the limit are dropped, but taken off the pipe: a full one would block the command.
  func takeErrors(from parts: SubprocessOutputSequence) async throws {
    for try await part in parts {
      contents.withLock { contents in
        part.withUnsafeBytes { contents.errors.append($0) }
      }
    }
  }

  /// Standard output; bytes that are not UTF-8 are replaced by a character that no token has.
  var text: String { String(decoding: contents.withLock { $0.output }, as: UTF8.self) }

  var errors: ErrorOutput { contents.withLock { $0.errors } }

  /// What may be a secret: every word of standard output, and what looks like a JWT in the errors.
  var secretWords: [Secret] {
    text.split(whereSeparator: \.isWhitespace).map { Secret(String($0)) }
      + Secret.jwts(in: errors.text)
  }
}

/// A token command printed more than any token is long.
struct TooMuchOutput: Error {}
