import TestSupport

/// Arguments and variables as somebody may mistype them, or mean harm with them.
struct RandomInput: CustomStringConvertible {
  private(set) var arguments: [String] = []
  private(set) var environment: [String: String] = [:]

  var description: String {
    "\(arguments) \(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })"
  }

  /// Whether a program may be run with it: a system hands all of it over, for nothing in it ends a C
  /// string and it is short, and whatever it makes of a file's name is in the folder of the run.
  var canBeRun: Bool {
    let texts = arguments + environment.values
    return texts.allSatisfy { text in
      let leavesFolder = text.hasPrefix("/") || text.contains("=/") || text.contains("..")
      return !leavesFolder && !text.contains("\0") && text.utf8.count < 20_000
    }
  }

  init(using generator: inout SplitMix64) {
    let command = Self.commands.randomElement(using: &generator) ?? ""
    if !command.isEmpty { arguments.append(command) }
    for _ in 0..<Int.random(in: 0...4, using: &generator) { addArgument(using: &generator) }
    renewEnvironment(using: &generator)
  }

  /// Takes other variables, and keeps the arguments.
  mutating func renewEnvironment(using generator: inout SplitMix64) {
    // Without the two nearly everything ends at what is missing.
    let isComplete = Int.random(in: 0..<4, using: &generator) > 0
    environment = isComplete ? ["KORE_BOT_ID": "st-1", "KORE_JWT": "token-of-the-test"] : [:]
    for _ in 0..<Int.random(in: 0...3, using: &generator) { addVariable(using: &generator) }
  }

  private mutating func addArgument(using generator: inout SplitMix64) {
    guard let flag = Self.flags.randomElement(using: &generator) else { return }
    let value = flag.kind.value(using: &generator)
    switch Int.random(in: 0..<12, using: &generator) {
    case 0: arguments.append(flag.name)
    case 1: arguments.append(value)
    case 2: arguments += [Self.mutated(flag.name, using: &generator), value]
    case 3...6: arguments.append("\(flag.name)=\(value)")
    default: arguments += flag.kind == .switch ? [flag.name] : [flag.name, value]
    }
  }

  private mutating func addVariable(using generator: inout SplitMix64) {
    guard let variable = Self.variables.randomElement(using: &generator) else { return }
    environment[variable.name] = variable.kind.value(using: &generator)
  }

  /// What a value should be.
  enum Kind {
    case `switch`, time, number, port, date, url, path, word, bot, pattern, file, command, proxy
    case text

    func value(using generator: inout SplitMix64) -> String {
      let values = Int.random(in: 0..<5, using: &generator) == 0 ? Self.oddities : corpus
      let value = values.randomElement(using: &generator) ?? ""
      // A file name with a slash in front is somebody else's.
      let isChanged = self != .file && Int.random(in: 0..<3, using: &generator) == 0
      return isChanged ? RandomInput.mutated(value, using: &generator) : value
    }

    private var corpus: [String] {
      switch self {
      case .switch: ["true", "false", "1", "0", "yes", "off", "TRUE", "maybe"]
      case .time:
        ["90s", "5m", "1h30m", "250ms", "15", "0", "-5s", "1.5s", "720h", "721h", "5 m", "1e3"]
      case .number:
        ["1.5", "1", "100", "0.1", "1000", "0x2", "+4", "1e2", "nan", "inf", ".5", "2."]
      case .port: ["0", "8080", "65535", "65536", "+80", "-1", "0x50", "80.0", "8e3"]
      case .date:
        [
          "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678+02:00", "1767268800", "0", "0x10", "-1",
          "253402300800", "2026-13-01T00:00:00Z", "2026-01-02", "yesterday", "1e9", "+5",
        ]
      case .url:
        [
          "https://kore.example", "http://localhost:1/prefix", "https://[::1]:8443", "https://",
          "https://user:pass@kore.example", "http://kore.example", "ftp://kore.example",
          "https://kore.example:99999", "https://kore.example:+443", "https://kore.example?q=1",
          "https://kore.example:0", "https://köre.example", "https://kore.example/%zz", "kore",
        ]
      case .path:
        ["/{botId}", "/api/{botId}/status/", "status", "/status", "/{botId}/ä", "/{botId}?a", "//"]
      case .word:
        ["text", "json", "auto", "none", "github", "gitlab", "azure", "teamcity", "xml", "always"]
      case .bot: ["st-1", "a=st-1", "st-1,st-2", "=", "a=", "st 1", "..", "a=b=c"]
      case .pattern:
        ["dialog:*", "*:*", "dialog", ":", "dialog:", "a:b,c", String(repeating: "*:", count: 99)]
      case .file:
        ["out.md", "out.html", "out.txt", "", "-", "no/such/folder/x.md", "."]
      case .command: ["echo token", "sh -c 'echo token'", "echo 'x", "a | b", "", "\\", "\"\""]
      case .proxy:
        ["http://proxy:3128", "proxy", "socks5://proxy", "http://u:p@proxy:0", "http://%zz@proxy"]
      case .text: ["release", "cs-1", "the-secret-of-a-test", "a b", "\n"]
      }
    }

    private static let oddities = [
      "", " ", "-", "--", "-x", "--help", "\n", "a\nb", "\r", "\0", "\u{1B}[31m", "\u{202E}x",
      "\n::error::x", "##vso[task.complete]", "##teamcity[x]", "[[ATTACHMENT|x]]", "💥", "é", "１",
      "999999999999999999999999", "-0", "1_000", "NaN", "0b1", "%00", "$(id)", "'", "\"",
      "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmF0dXJl", String(repeating: "9", count: 400),
      String(repeating: "x", count: 30_000), String(repeating: "e\u{301}", count: 200),
    ]
  }

  private static func mutated(_ text: String, using generator: inout SplitMix64) -> String {
    var scalars = Array(text.unicodeScalars)
    let index = Int.random(in: 0...scalars.count, using: &generator)
    let pieces: [Unicode.Scalar] = [
      "0", "9", "-", "+", ".", "e", "x", " ", "=", ":", "\n", "é", "%",
    ]
    let piece = pieces.randomElement(using: &generator) ?? "0"
    switch Int.random(in: 0..<3, using: &generator) {
    case 0 where index < scalars.count: scalars.remove(at: index)
    case 1 where index < scalars.count: scalars[index] = piece
    default: scalars.insert(piece, at: index)
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let commands = [
    "", "", "wait", "wait", "wait", "demo", "simulate", "help", "wiat",
  ]

  private static let flags: [(name: String, kind: Kind)] = [
    ("--bot-id", .bot), ("--base-url", .url), ("--status-path", .path), ("--ca-file", .file),
    ("--allow-insecure-http", .switch), ("--token-file", .file), ("--token-command", .command),
    ("--subject", .text), ("--timeout", .time), ("--start-timeout", .time),
    ("--contact-timeout", .time), ("--request-timeout", .time), ("--initial-interval", .time),
    ("--max-interval", .time), ("--backoff-factor", .number), ("--cadence", .word),
    ("--since", .date), ("--fresh-within", .time), ("--any-age", .switch),
    ("--allow-resource", .pattern), ("--require-live", .switch), ("--heartbeat", .time),
    ("--junit", .file), ("--no-junit", .switch), ("--format", .word), ("--ci", .word),
    ("--summary", .file), ("--dotenv", .file), ("--color", .word), ("--verbose", .switch),
    ("--quiet", .switch), ("--scenario", .word), ("--speed", .number), ("--port", .port),
  ]

  private static let variables: [(name: String, kind: Kind)] = [
    ("KORE_BASE_URL", .url), ("KORE_BOT_ID", .bot), ("KORE_STATUS_PATH", .path),
    ("KORE_JWT", .text), ("KORE_JWT_FILE", .file), ("KORE_JWT_COMMAND", .command),
    ("KORE_CLIENT_ID", .text), ("KORE_CLIENT_SECRET", .text), ("KORE_CLIENT_SECRET_FILE", .file),
    ("KORE_JWT_SUBJECT", .text), ("KORE_CA_FILE", .file), ("PUBLISH_GATE_TIMEOUT", .time),
    ("PUBLISH_GATE_START_TIMEOUT", .time), ("PUBLISH_GATE_CONTACT_TIMEOUT", .time),
    ("PUBLISH_GATE_REQUEST_TIMEOUT", .time), ("PUBLISH_GATE_INITIAL_INTERVAL", .time),
    ("PUBLISH_GATE_MAX_INTERVAL", .time), ("PUBLISH_GATE_BACKOFF_FACTOR", .number),
    ("PUBLISH_GATE_CADENCE", .word), ("PUBLISH_GATE_SINCE", .date),
    ("PUBLISH_GATE_FRESH_WITHIN", .time), ("PUBLISH_GATE_ANY_AGE", .switch),
    ("PUBLISH_GATE_ALLOW_RESOURCE", .pattern), ("PUBLISH_GATE_REQUIRE_LIVE", .switch),
    ("PUBLISH_GATE_JUNIT", .file), ("PUBLISH_GATE_FORMAT", .word), ("PUBLISH_GATE_CI", .word),
    ("PUBLISH_GATE_SUMMARY", .file), ("PUBLISH_GATE_DOTENV", .file),
    ("PUBLISH_GATE_HEARTBEAT", .time), ("HTTPS_PROXY", .proxy), ("https_proxy", .proxy),
    ("HTTP_PROXY", .proxy), ("NO_PROXY", .proxy), ("NO_COLOR", .text),
  ]
}
