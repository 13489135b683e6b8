import Foundation
import GateKit
import TestSupport
import Testing

@testable import KoreAPI

/// Sends mutated answers over real connections to the whole client: a crash is the failure, and so is
/// a request that waits for more than its connection brings.
///
/// `PUBLISH_GATE_FUZZ_INPUTS=100000 swift test --filter HTTPFuzzingTests` repeats the long run.
@Suite struct HTTPFuzzingTests {
  private static let inputs =
    ProcessInfo.processInfo.environment["PUBLISH_GATE_FUZZ_INPUTS"].flatMap { Int($0) } ?? 2_000

  /// Enough to use both cores of a small runner, and the same on every machine.
  private static let seeds: [UInt64] = [1, 2]

  @Test(arguments: seeds)
  func noAnswerCrashesOrHangs(seed: UInt64) async throws {
    let scripts: @Sendable (Int) -> LoopbackServer.Script = { number in
      var mutator = AnswerMutator(seed: seed << 32 | UInt64(number))
      return .parts(mutator.next())
    }
    try await LoopbackServer.run(scripts: scripts) { server in
      let proxy = try ProxySettings("127.0.0.1:\(server.port)", variable: "v")
      let direct = try makeClient("http://127.0.0.1:\(server.port)")
      let tunnelled = try makeClient(
        "http://kore.test", settings: TransportSettings(proxy: proxy))
      for number in 1...(Self.inputs / Self.seeds.count) {
        // Some answers are those of a proxy that is asked for a tunnel.
        let client = number.isMultiple(of: 8) ? tunnelled : direct
        let reply = await client.reply(
          to: StatusRequest(number: number, timeout: .seconds(120), renewsToken: false))
        // Each connection ends after its answer, and so does the wait for more.
        #expect(reply.failure?.kind != .timedOut, "answer \(number) of seed \(seed)")
        if case .success = reply.result {
          #expect((200..<300).contains(reply.exchange.status ?? 0))
        }
      }
      #expect(server.connectionCount >= Self.inputs / Self.seeds.count)
    }
  }
}

/// Makes answers by changing good ones a little.
private struct AnswerMutator {
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  /// An answer in the parts in which it is sent.
  mutating func next() -> [[UInt8]] {
    let answer = answer()
    let cut = chance(of: 2) ? Int.random(in: 0...answer.count, using: &generator) : 0
    return [Array(answer[..<cut]), Array(answer[cut...])]
  }

  private mutating func answer() -> [UInt8] {
    var bytes = choice(Self.corpus)
    if chance(of: 8) { bytes = storm() + bytes }
    if chance(of: 16) { bytes = choice(Self.corpus) + bytes }
    for _ in 0..<Int.random(in: 0...4, using: &generator) { mutate(&bytes) }
    return bytes
  }

  /// Announcements before the answer, of which there may be any number.
  private mutating func storm() -> [UInt8] {
    let interim = "HTTP/1.1 \(Int.random(in: 98...200, using: &generator)) X\r\nx: y\r\n\r\n"
    return Array(String(repeating: interim, count: choice([1, 2, 300])).utf8)
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let index = Int.random(in: 0...bytes.count, using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0 where index < bytes.count: bytes[index] = UInt8.random(in: 0...255, using: &generator)
    case 1 where index < bytes.count: bytes.remove(at: index)
    case 2: bytes.insert(contentsOf: choice(Self.pieces).utf8, at: index)
    case 3: bytes.removeLast(bytes.count - index)
    case 4: changeStatus(of: &bytes)
    case 5: insertHeader(into: &bytes)
    case 6 where chance(of: 8):
      bytes.insert(contentsOf: [UInt8](repeating: UInt8(ascii: "a"), count: 100_000), at: index)
    default:
      let end = min(bytes.count, index + Int.random(in: 1...30, using: &generator))
      bytes.insert(contentsOf: bytes[index..<end], at: end)
    }
  }

  /// Any three digits, those that HTTP does not know most of all.
  private mutating func changeStatus(of bytes: inout [UInt8]) {
    guard bytes.count > 12 else { return }
    let status = choice([
      Int.random(in: 0...99, using: &generator), Int.random(in: 0...999, using: &generator), 0, 99,
      100, 101, 199, 204, 304, 407, 600, 999,
    ])
    let digits = String(1_000 + status).dropFirst()
    bytes.replaceSubrange(9..<12, with: digits.utf8)
  }

  private mutating func insertHeader(into bytes: inout [UInt8]) {
    guard let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return }
    let count = choice([1, 1, 1, 2, 300])
    let header = String(repeating: "\(choice(Self.headers))\r\n", count: count)
    bytes.insert(contentsOf: header.utf8, at: lineEnd + 1)
  }

  private mutating func choice<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &generator)]
  }

  private mutating func chance(of count: Int) -> Bool {
    Int.random(in: 0..<count, using: &generator) == 0
  }

  private static let corpus: [[UInt8]] =
    [
      "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\ncontent-length: \(Samples.successful.utf8.count)\r\n\r\n"
        + Samples.successful,
      "HTTP/1.1 200 OK\r\n\r\n{}", "HTTP/1.0 200 OK\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n1;x=y\r\n}\r\n0\r\nz: 1\r\n\r\n",
      "HTTP/1.1 429 Busy\r\nretry-after: 9\r\ndate: Tue, 14 Nov 2023 22:13:20 GMT\r\n\r\nbusy",
      "HTTP/1.1 204 No Content\r\nage: 5\r\n\r\n", "HTTP/1.1 304 Not Modified\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\nxyz",
      "HTTP/1.1 407 No\r\nproxy-authenticate: Basic\r\n\r\n", "HTTP/1.1 000 X\r\n\r\nxyz",
    ].map { Array($0.utf8) } + [
      Array("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n".utf8) + Gzip.successful,
      Array(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: \(Gzip.successful.count)\r\n\r\n"
          .utf8) + Gzip.successful,
    ]

  private static let headers = [
    "content-length: 0", "content-length: 1", "content-length: -1", "content-length: 1,1",
    "content-length: 18446744073709551616", "content-length: 9223372036854775807",
    "content-length: 67108865", "transfer-encoding: chunked", "transfer-encoding: gzip, chunked",
    "transfer-encoding: identity", "content-encoding: gzip", "content-encoding: deflate",
    "content-encoding: gzip, gzip", "connection: keep-alive", "connection: upgrade",
    "upgrade: h2c", "trailer: x", "date: x", "retry-after: -5", "age: 99999999999999999999",
    " folded", ": nameless", "x", "x:", "x: \u{0}", "x: \r",
  ]

  private static let pieces = [
    "\r\n", "\r\n\r\n", "\n", "\r", "\0", "0\r\n\r\n", "ffffffffffffffff\r\n", "-1\r\n",
    "HTTP/1.1 200 OK\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 099 X\r\n\r\nx", ":", ";", " ",
    "\t", "\u{FEFF}", "1f8b", "{", "}",
  ]
}
