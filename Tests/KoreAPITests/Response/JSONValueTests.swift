import Foundation
import NIOCore
import TestSupport
import Testing

@testable import GateKit
@testable import KoreAPI

/// Holds the reader against a second one, and against what the tree of the second one says.
///
/// `PUBLISH_GATE_FUZZ_INPUTS=1000000 swift test --filter JSONValueTests` repeats the long run.
@Suite struct JSONValueTests {
  private static let inputs =
    ProcessInfo.processInfo.environment["PUBLISH_GATE_FUZZ_INPUTS"].flatMap { Int($0) } ?? 20_000

  private static let seeds: [UInt64] = [1, 2]

  @Test(arguments: seeds)
  func readsWhatASecondParserReads(seed: UInt64) {
    var generator = StatusGenerator(seed: seed)
    var count = (valid: 0, invalid: 0)
    for _ in 0..<(Self.inputs / Self.seeds.count) {
      let bytes = generator.next()
      let expected = StrictJSON.tree(of: bytes)
      let tree = readTree(of: bytes)
      if tree != expected { Issue.record("read \(String(decoding: bytes, as: UTF8.self))") }
      if expected == nil { count.invalid += 1 } else { count.valid += 1 }
    }
    let inputs = Self.inputs / Self.seeds.count
    #expect(count.valid > inputs / 2 && count.invalid > inputs / 10)
  }

  @Test(arguments: seeds)
  func makesOfADocumentWhatItsTreeSays(seed: UInt64) {
    var generator = StatusGenerator(seed: seed + 100)
    var count = (jobs: 0, refused: 0, passed: 0)
    for _ in 0..<(Self.inputs / Self.seeds.count) {
      let bytes = generator.next()
      let expected = StrictJSON.tree(of: bytes).flatMap(ExpectedJob.init)
      let job = shownJob(in: result(bytes)).map(ExpectedJob.init)
      if job != expected {
        Issue.record("\(String(decoding: bytes, as: UTF8.self))\n\(String(describing: job))")
      }
      if expected == nil { count.refused += 1 } else { count.jobs += 1 }
      count.passed += expected?.resources?.count { $0.status == .succeeded } ?? 0
    }
    let inputs = Self.inputs / Self.seeds.count
    #expect(count.jobs > inputs / 4 && count.refused > inputs / 4 && count.passed > inputs / 8)
  }

  /// Every byte at every place of texts that are shorter and longer than what is read at once.
  @Test func findsTheEndOfPlainText() {
    for length in 0...18 {
      for place in 0..<max(length, 1) {
        for byte in UInt8.min...UInt8.max {
          var text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
          if length > 0 { text[place] = byte }
          for start in 0...length {
            let end = text.withUnsafeBytes { JSONBytes($0).endOfPlainText(from: start) }
            let isSpecial: (UInt8) -> Bool = { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
            let expected = text[start...].firstIndex(where: isSpecial) ?? length
            if end != expected { Issue.record("\(byte) at \(place) of \(length) from \(start)") }
          }
        }
      }
    }
  }

  @Test func findsTheFirstOfManySpecialBytes() {
    var generator = SplitMix64(seed: 1)
    let bytes: [UInt8] = [
      0, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7F, 0x80, 0xA2, 0xDC, 0xFF,
    ]
    for _ in 0..<100_000 {
      let text = (0..<17).map { _ in bytes.randomElement(using: &generator) ?? 0 }
      let end = text.withUnsafeBytes { JSONBytes($0).endOfPlainText(from: 0) }
      let expected = text.firstIndex { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C } ?? text.count
      if end != expected { Issue.record("\(text)") }
    }
  }

  /// Whoever hands over bytes that nobody checked gets nonsense, but neither a crash nor a walk
  /// without end.
  @Test func leavesNoBytesThatWereNotChecked() {
    var generator = SplitMix64(seed: 1)
    let pieces = Array("{}[]\",:\\ud800 0-1truefalsenull\n".utf8) + [0, 0xFF]
    for _ in 0..<Self.inputs {
      let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? 0
      }
      bytes.withUnsafeBytes { bytes in
        let value = JSONValue(document: JSONBytes(bytes))
        _ = tree(of: value, depth: 0)
        _ = (value.reason, value.number, value.integer, value.source)
      }
    }
  }

  private func readTree(of bytes: [UInt8]) -> JSONTree? {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let buffer = ByteBuffer(bytes: bytes.dropFirst(hasMark ? 3 : 0))
    return try? JSONSyntax.read(buffer) { tree(of: $0, depth: 0) }
  }

  private func tree(of value: JSONValue, depth: Int) -> JSONTree {
    guard depth < 100 else { return .null }
    return switch value.kind {
    case .object:
      .object(
        value.members.map {
          JSONTree.Member(
            name: JSONTree.Text($0.name.text), value: tree(of: $0.value, depth: depth + 1))
        })
    case .list: .list(value.elements.map { tree(of: $0, depth: depth + 1) })
    case .text: .text(JSONTree.Text(value.text))
    case .number: .number(value.source)
    case .boolean: .boolean(value.source == "true")
    case .null: .null
    }
  }
}
