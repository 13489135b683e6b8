import Foundation
import TestSupport
import Testing

@testable import GateKit

/// Random secrets in random places and forms, judged by means other than the matcher's own.
@Suite struct SecretPropertyTests {
  private static let runs =
    ProcessInfo.processInfo.environment["PUBLISH_GATE_SECRET_RUNS"].flatMap { Int($0) } ?? 600

  @Test(arguments: [1, 2] as [UInt64])
  func noRunOfASecretComesOut(seed: UInt64) {
    var maker = SecretMaker(seed: seed)
    for run in 0..<Self.runs {
      let registry = SecretRegistry()
      for _ in 0..<2 { registry.register(Secret(maker.secret())) }
      let secret = maker.secret()
      registry.register(Secret(secret))
      let text = maker.words() + maker.form(of: secret) + maker.words()
      let judge = SecretJudge(secret)
      let redacted = registry.redacted(foreign: text)
      #expect(judge.trace(in: redacted) == nil, "\(seed)/\(run): \(secret)\n\(text)\n\(redacted)")
      #expect(
        registry.redacted(foreign: redacted) == redacted, "\(seed)/\(run): \(secret)\n\(text)")
      let own = registry.redacted(text)
      #expect(registry.redacted(own) == own, "\(seed)/\(run): \(secret)\n\(text)")
      // What was taken out as it came in leaves nothing to be taken out at the end.
      #expect(registry.redacted(redacted) == redacted, "\(seed)/\(run): \(secret)\n\(text)")
    }
  }

  @Test(arguments: [3, 4] as [UInt64])
  func aTextWithoutASecretIsLeftAsItIs(seed: UInt64) {
    var maker = SecretMaker(seed: seed)
    for _ in 0..<Self.runs {
      let registry = SecretRegistry()
      let secrets = [maker.secret(), maker.secret()]
      for secret in secrets { registry.register(Secret(secret)) }
      let other = maker.secret()
      let text = maker.words() + maker.form(of: other) + maker.noise() + maker.words()
      #expect(registry.foreignFilter(text) == nil)
      #expect(registry.redacted(text) == text)
    }
  }

  /// Whatever stands in a text, reading it ends, and leaves text.
  @Test(arguments: [5, 6] as [UInt64])
  func noiseIsReadToItsEnd(seed: UInt64) {
    var maker = SecretMaker(seed: seed)
    for _ in 0..<Self.runs {
      let secret = maker.noise()
      let registry = SecretRegistry()
      registry.register(Secret(secret))
      let text = maker.noise() + secret + maker.noise()
      let redacted = registry.redacted(foreign: text)
      guard secret.utf8.count >= SecretRegistry.shortestSecret else { continue }
      #expect(redacted.contains("***") && redacted.utf8.count < text.utf8.count)
      for document in ["<?xml \(text)", "<!DOCTYPE html>\(text)", "<?xml \"\(text)"] {
        _ = registry.redacted(document)
      }
    }
  }
}

/// Makes secrets, and writes them down in one way after another.
private struct SecretMaker {
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")

  mutating func secret() -> String {
    switch Int.random(in: 0..<5, using: &generator) {
    case 0:
      "eyJ\(text(of: Self.letters, 17...30)).\(text(of: Self.letters + "-_", 20...120))"
        + ".\(text(of: Self.letters + "-_", 43...43))"
    case 1: text(of: Self.letters + "+/", 43...43) + "="
    case 2: text(of: Self.letters + "-_.~!$&'()+,;=:@%|\\\"<>[]{} #", 16...60)
    case 3: text(of: Self.letters + "éか€\u{1F600}", 8...30)
    default: text(of: Self.letters + "-_+/.%&", 8...15)
    }
  }

  mutating func words() -> String {
    (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      pick(["The", "token", " ", "is bad: ", "\"", "(", "é", "\n", "https://kore.example/?a=b&t="])
    }.joined(separator: pick([" ", ""])) + pick([" ", "'", ":", "\n", "="])
  }

  mutating func noise() -> String {
    (0..<Int.random(in: 4...40, using: &generator)).map { _ in
      pick([
        "%", "%2", "%25", "%u00", "\\", "\\u", "\\u{", "}", "\\x4", "&", "&#", "&#x", "amp;", ";",
        "|", "'", "\"", "<", ">", "4", "1f", "é", "\u{1F600}", "\0", "\r\n", "\u{200B}", "AZP25",
        "n",
      ])
    }.joined()
  }

  /// The secret, or sixteen letters of it and more, as somebody may write it.
  mutating func form(of secret: String) -> String {
    let isLong = secret.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.count >= 16
    var text = secret
    if isLong, chance(2) {
      let start = Int.random(in: 0...max(0, text.count - 24), using: &generator)
      text = String(text.dropFirst(start))
      if chance(2) { text = String(text.prefix(Int.random(in: 20...60, using: &generator))) }
    }
    let separator = pick([
      " ", "\n", "\r\n    ", "\t", "\u{200B}", "\" \"", "', '", "\\", " | ", "\u{A0}", "\\n",
    ])
    let count = isLong && chance(3) ? Int.random(in: 1...20, using: &generator) : .max
    text = encoded(text).pieces(of: count).joined(separator: separator)
    return chance(4) ? pick([text.asciiLowercased, text.asciiUppercased]) : text
  }

  /// The parts that must stay together, lest the form be another one.
  private mutating func encoded(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    let lead = String(repeating: "x", count: Int.random(in: 0...2, using: &generator))
    let base64 = Data((lead + text + pick(["", "y", ":z"])).utf8).base64EncodedString()
    let isEscaped = chance(2)
    func escape(_ form: (UInt8) -> String) -> [String] {
      bytes.map { byte in
        let isPlain = byte < 0x80 && Unicode.Scalar(byte).properties.isAlphabetic
        return isPlain && !isEscaped ? String(Unicode.Scalar(byte)) : form(byte)
      }
    }
    func escapeScalars(_ form: (UInt32) -> String) -> [String] {
      text.unicodeScalars.map { form($0.value) }
    }
    // A percent sign before two digits cannot be told from one that was escaped once more.
    switch Int.random(in: text.contains("%") ? 1..<11 : 0..<11, using: &generator) {
    case 0: return escape { String(format: "%%25%02x", $0) }
    case 1: return base64.map { String($0) }
    case 2:
      return base64.map { ["+": "-", "/": "_", "=": ""][$0] ?? String($0) }
    case 3: return bytes.flatMap { String(format: "%02x", $0).map { String($0) } }
    case 4: return escape { String(format: "%%%02X", $0) }
    case 5: return escape { String(format: "%%%02x", $0) }
    case 6: return escapeScalars { "&#\($0);" }
    case 7: return escapeScalars { "&#x\(String($0, radix: 16));" }
    case 8: return escapeScalars { "\\u{\(String($0, radix: 16))}" }
    case 9: return text.map { ["\\": "\\\\", "/": "\\/", "\"": "\\\""][$0] ?? String($0) }
    default: return text.map { String($0) }
    }
  }

  private mutating func text(of letters: [Character], _ length: ClosedRange<Int>) -> String {
    String(
      (0..<Int.random(in: length, using: &generator)).map { _ in
        letters[Int.random(in: letters.indices, using: &generator)]
      })
  }

  private mutating func pick(_ texts: [String]) -> String {
    texts[Int.random(in: texts.indices, using: &generator)]
  }

  private mutating func chance(_ count: Int) -> Bool {
    Int.random(in: 0..<count, using: &generator) == 0
  }
}

extension [String] {
  /// Pieces of this many, as one text each.
  fileprivate func pieces(of count: Int) -> [String] {
    stride(from: 0, to: self.count, by: Swift.min(count, self.count)).map { start in
      self[start..<Swift.min(self.count, start + Swift.min(count, self.count))].joined()
    }
  }
}
