import GateKit
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct MutationTests {
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func neverReadsAJobOutOfInvalidJSON(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var count = (jobs: 0, invalid: 0)
    for round in 0..<5_000 {
      let original = round % 10 == 0 ? Samples.large : Samples.successful
      let bytes = mutated(Array(original.utf8), using: &generator)
      let isJob = shownJob(in: result(bytes)) != nil
      let isJSON = StrictJSON.accepts(bytes)
      count.jobs += isJob ? 1 : 0
      count.invalid += isJSON ? 0 : 1
      if isJob, !isJSON {
        Issue.record("a job was read out of \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    // Else the mutations were all too gentle or all too harsh to show anything.
    #expect(count.jobs > 250 && count.invalid > 2_500)
  }

  @Test func readsNoJobOutOfATruncatedDocument() {
    for document in [Samples.successful, Samples.large] {
      for count in 1..<document.utf8.count {
        #expect(shownJob(in: result(Array(document.utf8.prefix(count)))) == nil)
      }
    }
  }

  private func mutated(
    _ bytes: [UInt8], using generator: inout SplitMix64
  ) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<7, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes.remove(at: index)
      case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
      case 4:
        let piece = Self.pieces.randomElement(using: &generator) ?? ""
        bytes.insert(contentsOf: piece.utf8, at: index)
      case 5:
        let other = Int.random(in: 0..<bytes.count, using: &generator)
        bytes.swapAt(index, other)
      default:
        let end = min(bytes.count, index + Int.random(in: 1...40, using: &generator))
        bytes.insert(contentsOf: bytes[index..<end], at: end)
      }
    }
    return bytes
  }

  private static let pieces = [
    ",", "[", "]", "{", "}", "\"", "\\", "\\u", "\\ud800", "null", "01", "1e", "-", ".5", "\0",
    "\n", "/**/", "NaN", "'", "\u{FEFF}", "\u{A0}", "\"status\":\"successful\",",
  ]
}
