import GateKit
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Every secret of a run, and the filter that keeps them out of whatever leaves the program.
package final class SecretRegistry: Sendable {
  /// What stands in a secret's place: harmless in XML and JSON, and what CI systems write too.
  package static let mask = "***"

  /// Shorter secrets are not looked for: each would blank out ordinary words all over a log.
  package static let shortestSecret = 8

  /// Minted tokens are used once, so of many secrets only the newest can still turn up.
  private static let mostSecrets = 64

  private struct Entry {
    let secret: Secret
    var isForOthers: Bool
    var isAnnounced = false
  }

  private struct Contents {
    var entries: [Entry] = []
    var needles = Needles([])
  }

  private let contents = Mutex(Contents())

  package init() {}

  /// Makes a secret known, from now on.
  ///
  /// - Parameter isForOthers: whether a CI should hide it in the log of the whole job, as it need
  ///   not a token that is worth nothing after one request.
  package func register(_ secret: Secret, isForOthers: Bool = true) {
    guard secret.revealed().utf8.count >= Self.shortestSecret else { return }
    contents.withLock { contents in
      if let known = contents.entries.firstIndex(where: { $0.secret == secret }) {
        contents.entries[known].isForOthers = contents.entries[known].isForOthers || isForOthers
        return
      }
      contents.entries.append(Entry(secret: secret, isForOthers: isForOthers))
      if contents.entries.count > Self.mostSecrets {
        // The first ones are those that every other secret is made from.
        contents.entries.remove(at: Self.mostSecrets / 4)
      }
      contents.needles = Needles(
        contents.entries.flatMap { Self.forms(of: $0.secret.revealed()) })
    }
  }

  /// The secrets that are new since the last call, for a CI's command to mask them.
  package func unannounced() -> [Secret] {
    contents.withLock { contents in
      let new = contents.entries.indices.filter {
        contents.entries[$0].isForOthers && !contents.entries[$0].isAnnounced
      }
      for index in new { contents.entries[index].isAnnounced = true }
      return new.map { contents.entries[$0].secret }
    }
  }

  /// The text with every known secret, in each of its forms, replaced by ``mask``.
  package func redacted(_ text: String) -> String {
    let needles = contents.withLock { $0.needles }
    return needles.replaced(in: text, by: Self.mask)
  }

  /// How a secret may be written: as it is or made harmless, and either in base64, in a URL, in JSON,
  /// in XML, and in a command of GitHub's, Azure Pipelines' and TeamCity's.
  static func forms(of secret: String) -> Set<String> {
    encodings(of: secret).union(encodings(of: ServerText(secret).sanitized()))
  }

  private static func encodings(of secret: String) -> Set<String> {
    // Padding is left out, since what follows in a longer text may be padded otherwise.
    let base64 = String(Data(secret.utf8).base64EncodedString().prefix { $0 != "=" })
    let base64URL = String(
      base64.map { character -> Character in
        switch character {
        case "+": "-"
        case "/": "_"
        default: character
        }
      })
    return [
      secret, base64, base64URL, percentEncoded(secret, space: "%20"),
      percentEncoded(secret, space: "+"), escaped(secret, ["\"": "\\\"", "\\": "\\\\"]),
      escaped(secret, ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]),
      escaped(secret, ["%": "%25"]), escaped(secret, ["%": "%AZP25", ";": "%3B", "]": "%5D"]),
      escaped(secret, ["|": "||", "'": "|'", "[": "|[", "]": "|]"]),
    ]
  }

  private static func percentEncoded(_ text: String, space: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        return String(Unicode.Scalar(byte))
      case UInt8(ascii: " "):
        return space
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 0x10 ? "%0\(digits)" : "%\(digits)"
      }
    }.joined()
  }

  private static func escaped(_ text: String, _ escapes: [Character: String]) -> String {
    text.map { escapes[$0] ?? String($0) }.joined()
  }
}

/// Texts to be found in a longer one, all in one pass.
private struct Needles: Sendable {
  /// By their first byte, the longest first, so that the whole of a secret is replaced.
  private let byFirstByte: [[[UInt8]]]
  private let isEmpty: Bool

  init(_ texts: [String]) {
    var table = [[[UInt8]]](repeating: [], count: 256)
    for text in Set(texts) {
      let bytes = Array(text.utf8)
      if let first = bytes.first { table[Int(first)].append(bytes) }
    }
    byFirstByte = table.map { $0.sorted { $0.count > $1.count } }
    isEmpty = texts.isEmpty
  }

  func replaced(in text: String, by mask: String) -> String {
    guard !isEmpty else { return text }
    var text = text
    let found = text.withUTF8 { bytes -> [UInt8]? in
      var result: [UInt8] = []
      var copied = 0
      var index = 0
      while index < bytes.count {
        guard let length = match(in: bytes, at: index) else {
          index += 1
          continue
        }
        result += bytes[copied..<index]
        result += mask.utf8
        index += length
        copied = index
      }
      guard copied > 0 else { return nil }
      result += bytes[copied...]
      return result
    }
    // Whole UTF-8 texts were replaced by one, so what is left is UTF-8 too.
    return found.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// A long secret that was cut in the middle of a sentence is found by its beginning, as far as it
  /// goes; a short one is found as a whole.
  private func match(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    var longest: Int?
    for needle in byFirstByte[Int(bytes[index])] {
      let common = zip(needle, bytes[index...]).prefix { $0 == $1 }.count
      let isCut = needle.count >= Self.leastForCut && common >= Self.leastOfCut
      guard common == needle.count || isCut else { continue }
      longest = max(longest ?? 0, common)
    }
    return longest
  }

  /// In bytes: how long a secret must be to be looked for by its beginning, and how much of it.
  private static let leastForCut = 64
  private static let leastOfCut = 32
}
