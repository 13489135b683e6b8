import TestSupport

/// Writes documents that are nearly a publish status: members of other types, twice, in any order
/// and spelling, and bytes that are broken.
struct StatusGenerator {
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  mutating func next() -> [UInt8] {
    var bytes = Array(document().utf8)
    for _ in 0..<(chance(4) ? Int.random(in: 1...3, using: &generator) : 0) { mutate(&bytes) }
    return bytes
  }

  private mutating func document() -> String {
    chance(40)
      ? pick(Self.oddities)
      : object([
        "_id", "streamId", "status", "statusSummary", "percentageComplete", "requestedTime",
      ])
  }

  private mutating func object(_ names: [String]) -> String {
    var names = names.shuffled(using: &generator).filter { _ in !chance(10) }
    if chance(6) { names.append(pick(Self.otherNames)) }
    if chance(8), let twice = names.randomElement(using: &generator) {
      names.insert(twice, at: Int.random(in: 0...names.count, using: &generator))
    }
    let members = names.map { name in
      "\(space())\(written(name))\(space()):\(space())\(value(of: name))\(space())"
    }
    return "{\(members.joined(separator: ","))}"
  }

  private mutating func value(of name: String) -> String {
    if chance(12) { return pick(Self.oddities) }
    switch name {
    case "status": return pick(Self.statuses)
    case "statusSummary": return "[\(list { $0.entry() })]"
    case "result": return chance(3) ? pick(Self.oddities) : object(["state", "message", "nodes"])
    case "state": return pick(Self.states)
    case "percentageComplete": return pick(["0", "40", "100", "\"100\"", "1e2", "\"0x64\"", "250"])
    case "requestedTime": return pick(["\"2022-07-29T08:04:48.731Z\"", "1659081888731", "\"now\""])
    case "nodes", "errors", "validation", "statusLogs":
      return "[\(list { $0.pick(Self.oddities) })]"
    default:
      return pick(["\"ds-1\"", "\"st-1\"", "\"Natural \\\"Language\\\"\"", "\"\\ud83d\\ude00\""])
    }
  }

  private mutating func entry() -> String {
    if chance(15) { return pick(Self.oddities) }
    return object(["resourceId", "resourceType", "name", "status", "result"])
  }

  private mutating func list(_ element: (inout StatusGenerator) -> String) -> String {
    (0..<Int.random(in: 0...3, using: &generator)).map { _ in
      space() + element(&self) + space()
    }.joined(separator: ",")
  }

  /// A name in quotation marks, sometimes with an escape in it.
  private mutating func written(_ name: String) -> String {
    guard chance(6), let first = name.unicodeScalars.first, first.isASCII else {
      return "\"\(name)\""
    }
    let digits = String(first.value, radix: 16, uppercase: chance(2))
    return "\"\\u00\(digits)\(name.dropFirst())\""
  }

  private mutating func space() -> String { chance(10) ? pick([" ", "\n", "\t\r ", "  "]) : "" }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let index = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
    case 1 where bytes.count > 1: bytes.remove(at: index)
    case 2: bytes.insert(contentsOf: pick(Self.pieces).utf8, at: index)
    case 3 where index > 0: bytes.removeLast(bytes.count - index)
    default:
      let end = min(bytes.count, index + Int.random(in: 1...40, using: &generator))
      bytes.insert(contentsOf: bytes[index..<end], at: end)
    }
  }

  private mutating func chance(_ one: Int) -> Bool {
    Int.random(in: 0..<one, using: &generator) == 0
  }

  private mutating func pick(_ texts: [String]) -> String {
    texts.randomElement(using: &generator) ?? ""
  }

  private static let statuses = [
    "\"successful\"", "\"SUCCESS\"", "\"success\"", "\"FAILED\"", "\"in_progress\"", "\"pending\"",
    "\"skipped\"", "\"DEPLOYING\"", "\"succ\\u0065ss\"", "\"success\\ud800\"", "1",
  ]
  private static let states = [
    "\"published\"", "\"awaitingApproval\"", "\"rejected\"", "\"failed\"", "\"gone\"", "null",
  ]
  private static let otherNames = [
    "x", "\\ud800", "errMsg", "error", "errors", "message", "title", "validation", "statusLogs",
    "_ID", "status ", "status\u{301}", "stat\\u0000us", "", "\\\"status\\\"", "\\\\",
  ]
  private static let oddities = [
    "null", "true", "false", "0", "-1.5e-7", "7", "[]", "{}", "[[]]", "\"\"", "\"\\ud800\"",
    "\"x\"", "{\"status\":\"SUCCESS\"}", "[{\"status\":\"SUCCESS\"}]", "{\"state\":\"published\"}",
    "[1,\"a\",{\"b\":[null]}]", "\"\\\\\"", "\"}\"", "\"]\\\",\"", "{\"a\":\"}\",\"b\":{}}",
  ]
  private static let pieces = [
    ",", "[", "]", "{", "}", "\"", "\\", "\\u", "\\ud800", "null", "01", "1e", "-", ".5", "\0",
    "\n", "\u{FEFF}", "\u{A0}", "\"status\":\"successful\",", "\"_id\":1,", "\"result\":{},", "é",
    "😀",
  ]
}
