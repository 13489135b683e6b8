import GateKit
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct ErrorOutputTests {
  private func lines(_ parts: [UInt8]..., secrets: SecretRegistry = SecretRegistry()) -> [String] {
    var output = ErrorOutput()
    for part in parts { output.append(part) }
    return output.lines(redactedBy: secrets.redacted(foreign:))
  }

  @Test func linesThatAreEmptyAreLeftOut() {
    #expect(lines([], Array("\n\na\r\n\r\nb".utf8)) == ["a", "b"])
    #expect(lines().isEmpty)
  }

  @Test(arguments: ["\n", "\r", "\r\n", "\u{2028}", "\u{85}"])
  func lineBreaksAloneAreNoLine(lineBreak: String) {
    let few = Array(String(repeating: lineBreak, count: 100).utf8)
    #expect(lines(few).isEmpty)
    let many = Array(String(repeating: lineBreak, count: 64 * 1_024).utf8)
    #expect(lines(Array(many.prefix(64 * 1_024))).allSatisfy { $0 == "\u{FFFD}" })
    #expect(lines(many + many) == ["… and more"])
  }

  @Test func theLineAtWhichTheBytesWereCutIsLeftOut() {
    let line = Array("a line\n".utf8)
    let rest = [UInt8](repeating: UInt8(ascii: "x"), count: ErrorOutput.byteLimit - line.count)
    // Just as much as there is room for.
    #expect(lines(line, rest).count == 2)
    #expect(lines(line, rest, [0x0A]) == ["a line", "… and more"])
    #expect(lines(rest, line, line).count == 2)
    #expect(lines(rest, rest) == ["… and more"])
  }

  @Test func aLineThatEndsWhereTheBytesWereCutIsShown() {
    let line = Array("0123456\n".utf8)
    let all = Array([[UInt8]](repeating: line, count: ErrorOutput.byteLimit / line.count).joined())
    #expect(lines(all).count == ErrorOutput.lineLimit + 1)
    var output = ErrorOutput()
    output.append([UInt8](repeating: 0x0A, count: ErrorOutput.byteLimit - line.count))
    output.append(line + line)
    #expect(output.lines { $0 } == ["0123456", "… and more"])
  }

  /// Whatever a command writes, in whatever parts it comes.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func anythingBecomesAFewHarmlessLines(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let pieces: [[UInt8]] = [
      [0x0A], [0x0D], [0x0D, 0x0A], [0], [0xC3], [0xE3, 0x81], [0xF0, 0x9F], [0xFF], [0x1B],
      Array("##vso[".utf8), Array("\u{2028}".utf8), Array("a token".utf8), Array("secret-1".utf8),
    ]
    let secrets = SecretRegistry()
    secrets.register(Secret("secret-1"))
    for run in 0..<60 {
      var output = ErrorOutput()
      var size = 0
      let limit = run.isMultiple(of: 6) ? 70_000 : 2_000
      while size < limit {
        let piece = pieces[Int.random(in: pieces.indices, using: &generator)]
        let count = Int.random(in: 1...(run.isMultiple(of: 6) ? 30_000 : 40), using: &generator)
        let part = Array([[UInt8]](repeating: piece, count: count).joined())
        output.append(part)
        size += part.count
      }
      let lines = output.lines(redactedBy: secrets.redacted(foreign:))
      #expect(lines.count <= ErrorOutput.lineLimit + 1)
      #expect(output.text.utf8.count <= 3 * ErrorOutput.byteLimit)
      for line in lines {
        #expect(!line.isEmpty && line.unicodeScalars.count <= 240)
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 } && !line.contains("secret-1"))
      }
    }
  }
}
