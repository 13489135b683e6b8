import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import GateKit
@testable import KoreAPI

/// Throws mutated input at everything that reads what a stranger wrote. A crash is the failure; what
/// else must hold is checked on the way.
///
/// `PUBLISH_GATE_FUZZ_INPUTS=1000000 swift test --filter FuzzTests` repeats the long run.
@Suite struct FuzzTests {
  private static let inputs =
    ProcessInfo.processInfo.environment["PUBLISH_GATE_FUZZ_INPUTS"].flatMap { Int($0) } ?? 20_000

  /// Enough to use both cores of a small runner, and the same on every machine.
  private static let seeds: [UInt64] = [1, 2]

  @Test(arguments: seeds)
  func nothingCrashesWhateverComesIn(seed: UInt64) {
    var mutator = Mutator(seed: seed)
    for _ in 0..<(Self.inputs / Self.seeds.count) {
      let bytes = mutator.next()
      let text = String(decoding: bytes, as: UTF8.self)
      switch mutator.target {
      case .decoder: decode(bytes, status: mutator.status)
      case .sanitizer: sanitize(text)
      case .proxy: parseProxy(text)
      case .durations: parseSettings(text)
      }
    }
  }

  private func decode(_ bytes: [UInt8], status: Int) {
    let result = ResponseClassifier(
      status: status, headers: ["retry-after": String(decoding: bytes.prefix(20), as: UTF8.self)],
      body: ByteBuffer(bytes: bytes), now: Timestamp(millisecondsSinceEpoch: 0)
    ).result
    guard case .failure(let failure) = result else { return }
    #expect(failure.retryAfter ?? .zero >= .zero)
  }

  private func sanitize(_ text: String) {
    let line = UntrustedText(text).sanitized(limit: 200)
    let isClean = line.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && !(0x202A...0x202E).contains($0.value)
    }
    #expect(isClean && line.unicodeScalars.count <= 200)
    #expect(line.range(of: #"\[\[|##(vso|teamcity)?\["#, options: .regularExpression) == nil)
    #expect(UntrustedText(line).sanitized() == line)
  }

  private func parseProxy(_ text: String) {
    let proxy = try? ProxySettings(text, variable: "HTTPS_PROXY")
    #expect((1...65_535).contains(proxy?.port ?? 1))
    _ = ProxyBypass(text).covers(host: "kore.example", port: 443)
    _ = ProxyBypass("10.0.0.0/8," + text).covers(host: "10.1.2.3", port: 443)
  }

  private func parseSettings(_ text: String) {
    if let duration = try? Duration(parsing: text) {
      #expect(duration > .zero && duration <= .settingLimit)
    }
    _ = Timestamp(iso8601: text)?.iso8601
    _ = Timestamp(httpDate: text)
    _ = try? BotReference(parsing: text)
    _ = try? ResourcePattern(parsing: text).matches(
      Resource(
        id: nil, type: UntrustedText("dialog"), name: UntrustedText(text), status: .succeeded))
    _ = try? StatusEndpoint(base: text, pathTemplate: "/{botId}", botID: "st-1")
  }
}

/// Makes inputs by changing known ones a little.
private struct Mutator {
  enum Target: CaseIterable {
    case decoder
    case sanitizer
    case proxy
    case durations
  }

  private(set) var target = Target.decoder
  private(set) var status = 200
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  mutating func next() -> [UInt8] {
    target = Target.allCases.randomElement(using: &generator) ?? .decoder
    status =
      [200, 200, 200, 204, 302, 400, 401, 404, 429, 500].randomElement(using: &generator) ?? 200
    var bytes = Array((Self.corpus[target]?.randomElement(using: &generator) ?? "").utf8)
    for _ in 0..<Int.random(in: 0...4, using: &generator) { mutate(&bytes) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let index = Int.random(in: 0...bytes.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0 where index < bytes.count:
      bytes[index] = UInt8.random(in: 0...255, using: &generator)
    case 1 where index < bytes.count:
      bytes.remove(at: index)
    case 2:
      bytes.insert(contentsOf: (Self.pieces.randomElement(using: &generator) ?? "").utf8, at: index)
    case 3:
      bytes.removeLast(bytes.count - index)
    default:
      let end = min(bytes.count, index + Int.random(in: 1...30, using: &generator))
      bytes.insert(contentsOf: bytes[index..<end], at: end)
    }
  }

  private static let statuses = [200, 200, 200, 204, 302, 400, 401, 404, 429, 500]

  private static let corpus: [Target: [String]] = [
    .decoder: [
      #"{"_id":"ds-1","streamId":"st-1","status":"successful","percentageComplete":100,"#
        + #""requestedTime":"2022-07-29T08:04:48.731Z","statusSummary":[{"resourceId":"NL","#
        + #""resourceType":"NL","name":"N","status":"SUCCESS","result":{"state":"published"}}]}"#,
      #"{"errors":[{"msg":"Invalid JWT token","code":"4002"}]}"#, "[]", "{}", "<html></html>",
    ],
    .sanitizer: [
      "##vso[task.complete]", "##teamcity[x]", "[[ATTACHMENT|/etc]]", "\u{1B}[31m",
      "a\r\n::error::b",
      "\u{202E}abc\u{2066}", "\u{1B}]8;;http://x\u{7}y", "plain",
    ],
    .proxy: [
      "http://user:p%40ss@proxy.example:3128/", "proxy:8080", "[::1]:80", ".example.com,10.0.0.0/8",
      "fd00::/8", "*", "example.com:443",
    ],
    .durations: [
      "90s", "5m", "1h30m", "250ms", "1.5", "2026-01-02T03:04:05.678+02:00", "*:Small Talk",
      "Sun, 06 Nov 1994 08:49:37 GMT", "alias=st-1", "https://kore.example:8443/prefix",
    ],
  ]

  private static let pieces = [
    "\\u0000", "\\ud800", "{", "[", "[[", "##", "\"", "]]>", "\0", "\u{FEFF}", "\u{202E}", "%",
    "%zz",
    "@", ":", "/", "999999999999999999999", "-", ".", "e308", "\r\n", "\u{1F600}", "*", "h",
    "ms",
  ]
}
