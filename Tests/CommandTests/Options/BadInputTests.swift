import ArgumentParser
import TestSupport
import Testing

@testable import publish_gate

/// What a user gets who mistypes something: one sentence, the code, and no request.
@Suite struct BadInputTests {
  struct Case: CustomTestStringConvertible {
    var arguments: [String] = []
    var environment: [String: String] = [:]
    var code: Int32 = 64
    /// What the sentence must name: the flag or variable, the value, what is accepted.
    let names: [String]

    var testDescription: String {
      (arguments + environment.map { "\($0)=\($1)" }).joined(separator: " ")
    }
  }

  static let cases = [
    Case(environment: ["KORE_BOT_ID": ""], names: ["--bot-id", "KORE_BOT_ID"]),
    Case(arguments: ["--bot-id", "st 1"], names: ["--bot-id", "'st 1'", "letters"]),
    Case(arguments: ["--bot-id", "a=st-1", "--bot-id", "b=st-2"], names: ["--bot-id", "2 bots"]),
    Case(arguments: ["--base-url", "nonsense"], names: ["--base-url", "'nonsense'", "https://"]),
    Case(environment: ["KORE_BASE_URL": "http://"], names: ["KORE_BASE_URL", "host"]),
    Case(
      arguments: ["--base-url", "http://kore.example"],
      names: ["--base-url", "'kore.example'", "https:"]),
    Case(arguments: ["--status-path", "status"], names: ["--status-path", "'status'", "slash"]),
    Case(arguments: ["--timeout", "0"], names: ["--timeout", "'0'", "above zero"]),
    Case(arguments: ["--timeout=-5s"], names: ["--timeout", "'-5s'", "90s"]),
    Case(arguments: ["--timeout", "5 minutes"], names: ["--timeout", "'5 minutes'", "5m"]),
    Case(
      environment: ["PUBLISH_GATE_START_TIMEOUT": "soon"],
      names: ["PUBLISH_GATE_START_TIMEOUT", "'soon'", "90s"]),
    Case(
      arguments: ["--backoff-factor", "0.5"], names: ["--backoff-factor", "'0.5'", "1 to 100"]),
    Case(arguments: ["--since", "yesterday"], names: ["--since", "'yesterday'", "1970"]),
    Case(
      arguments: ["--allow-resource", "dialog"],
      names: ["--allow-resource", "'dialog'", "TYPE:NAME"]),
    Case(arguments: ["--format", "xml"], names: ["--format", "'xml'", "text or json"]),
    Case(arguments: ["--color", "red"], names: ["--color", "'red'", "auto"]),
    Case(arguments: ["--cadence", "hourly"], names: ["--cadence", "'hourly'", "exponential"]),
    Case(
      environment: ["PUBLISH_GATE_ANY_AGE": "maybe"],
      names: ["PUBLISH_GATE_ANY_AGE", "'maybe'", "true"]),
    Case(arguments: ["--quiet", "--verbose"], names: ["--quiet", "--verbose"]),
    Case(arguments: ["--junit", "a.xml", "--no-junit"], names: ["--junit", "--no-junit"]),
    Case(arguments: ["--tiemout", "5m"], names: ["--tiemout"]),
    Case(arguments: ["--ca-file", "/no/such.pem"], names: ["/no/such.pem", "does not exist"]),
    Case(arguments: ["--dotenv", ""], names: ["--dotenv", "''", "path of a file"]),
    Case(environment: ["KORE_JWT": ""], names: ["KORE_JWT", "empty"]),
    Case(environment: ["KORE_JWT": "a b"], names: ["KORE_JWT", "white space"]),
    Case(
      environment: ["KORE_JWT_FILE": "no-such-file"], names: ["KORE_JWT_FILE", "KORE_JWT"]),
  ]

  @Test(arguments: cases)
  func isRefusedInOneSentence(_ each: Case) async throws {
    let run = try await runAgainstServer(each.arguments, each.environment)
    #expect(run.code == each.code)
    #expect(run.output.isEmpty)
    for name in each.names { #expect(run.errors.contains(name), "\(run.errors)") }
  }

  /// Flags, variables, endpoint, bot, credentials, files and proxies, in the order of the help.
  @Test func allMistakesOfARunAreRefusedAtOnce() async throws {
    let run = try await runAgainstServer(
      [
        "--verbose", "--quiet", "--color", "red", "--junit", "a.xml", "--no-junit", "--dotenv",
        "gate.env", "--heartbeat", "0", "--allow-resource", "dialog", "--allow-resource", "nl",
        "--max-interval", "10s", "--initial-interval", "20s", "--timeout", "0", "--ca-file",
        "/no/such.pem", "--status-path", "status", "--base-url", "nonsense", "--bot-id", "st 1",
        "--format", "json", "--ci", "github",
      ],
      [
        "KORE_JWT": "a b", "KORE_CLIENT_ID": "cs-1", "PUBLISH_GATE_SINCE": "yesterday",
        "PUBLISH_GATE_REQUIRE_LIVE": "maybe", "PUBLISH_GATE_MAX_INTERVAL": nil,
        "PUBLISH_GATE_INITIAL_INTERVAL": nil,
      ])
    #expect(run.code == 64)
    let sentences = run.errors.split(separator: "\n").map(String.init)
    let beginnings = [
      "--bot-id: 'st 1'", "--base-url: 'nonsense'", "--status-path: ", "--ca-file: ",
      "KORE_CLIENT_ID is set without", "KORE_JWT has white space", "--timeout: '0'",
      "--initial-interval: '20s'", "PUBLISH_GATE_SINCE: 'yesterday'",
      "--allow-resource: 'dialog'", "--allow-resource: 'nl'", "PUBLISH_GATE_REQUIRE_LIVE: 'maybe'",
      "--heartbeat: '0'", "--junit and --no-junit", "--color: 'red'", "--verbose and --quiet",
    ].map { "error: \($0)" }
    #expect(sentences.count == beginnings.count, "\(run.errors)")
    for (sentence, beginning) in zip(sentences, beginnings) {
      #expect(sentence.hasPrefix(beginning), "\(sentence)")
    }
    let ended = try JSONEvent(Substring(run.lastLine))
    let reason = sentences.map { $0.dropFirst("error: ".count) }.joined(separator: " ")
    #expect(ended["reason"] as? String == reason)
  }

  @Test func theReportAndTheCIHaveEveryMistake() async throws {
    let run = try await runAgainstServer(
      ["--timeout", "0", "--heartbeat", "never"],
      ["GITHUB_ACTIONS": "true", "PUBLISH_GATE_BACKOFF_FACTOR": "0.5"])
    #expect(run.code == 64)
    for text in [run.output, run.errors, run.report ?? ""] {
      for origin in [
        "--timeout: '0'", "PUBLISH_GATE_BACKOFF_FACTOR: '0.5'", "--heartbeat: 'never'",
      ] {
        #expect(text.contains(origin), "\(text)")
      }
    }
  }

  /// One that follows from another one is not said.
  @Test func aMistakeIsNotSaidTwice() async throws {
    let run = try await runAgainstServer(
      [
        "--max-interval", "soon", "--initial-interval", "1h", "--bot-id", "st 1",
        "--allow-resource", "x", "--allow-resource", "x",
      ], [:])
    #expect(run.errors.split(separator: "\n").count == 3, "\(run.errors)")
  }

  @Test(
    arguments: [
      (["--token-command", "touch ran"], ["KORE_JWT": nil]),
      (["--token-file", "no-such-file"], ["KORE_JWT": nil]),
      ([], ["KORE_JWT": nil, "KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET_FILE": "no-such-file"]),
    ] as [([String], [String: String?])])
  func noCredentialIsReadForARunWithAMistake(
    arguments: [String], environment: [String: String?]
  ) async throws {
    let folder = try TemporaryFolder()
    var all = Gate.environment(port: 1)
    for (name, value) in environment { all[name] = value }
    let run = try await Gate.run(arguments + ["--timeout", "0"], environment: all, in: folder)
    #expect(run.code == 64)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(try !folder.names.contains("ran"))
  }

  @Test func aMissingTokenBesideAMistakeIsWrongUsage() async throws {
    let run = try await runAgainstServer(["--timeout", "0"], ["KORE_JWT": nil])
    #expect(run.code == 64)
    #expect(run.errors.contains("there is no token") && run.errors.contains("--timeout: '0'"))
  }

  @Test func threeSourcesOfATokenAreAllNamed() async throws {
    let run = try await runAgainstServer(
      ["--token-file", "a", "--token-command", "b"], [:])
    #expect(
      run.errors
        == "error: KORE_JWT, --token-file and --token-command all give a token; expected one of"
        + " them.\n")
  }

  /// What Swift's own parsers of numbers take, and people do not mean.
  @Test(arguments: ["0x10", "+4", "4e0", ".5", "4.", "nan", "inf", "-0", " 4", "４"])
  func aNumberIsWrittenInDigits(text: String) throws {
    var reader = SettingReader(environment: [:])
    let simulate = try SimulateCommand.parse(["--speed=\(text)", "--port=\(text)"])
    _ = simulate.settings(&reader)
    let refused = "'\(text)' is not accepted; expected a number from"
    #expect(
      reader.mistakes == [
        StartError("--speed: \(refused) 0.1 to 1000."),
        StartError("--port: \(refused) 0 to 65535."),
      ])
  }

  @Test func aTokenFileThatIsMissingOrEmptyIsRefused() async throws {
    for (content, word) in [(String?.none, "does not exist"), ("\n", "is empty")] {
      let run = try await runAgainstServer([], ["KORE_JWT": nil, "KORE_JWT_FILE": "token.txt"]) {
        if let content { _ = try $0.write(content, to: "token.txt") }
      }
      #expect(run.code == 64)
      #expect(run.errors.contains("'token.txt'") && run.errors.contains(word))
    }
  }

  @Test func aMissingTokenIsUnauthorized() async throws {
    let run = try await runAgainstServer([], ["KORE_JWT": nil])
    #expect(run.code == 77)
    #expect(run.errors.contains("KORE_JWT") && run.errors.contains("--token-file"))
  }

  @Test func aReportThatCannotBeWrittenIsKnownBeforeAnyRequest() async throws {
    let run = try await runAgainstServer(["--junit", "blocked/report.xml"], [:]) {
      _ = try $0.write("", to: "blocked")
    }
    #expect(run.code == 73)
    #expect(run.errors.contains("blocked/report.xml"))
  }

  @Test(arguments: [
    (["--timeout", "0"], "--timeout"), (["--tiemout", "5m"], "--tiemout"),
    (["--tiemout", "--format"], "--format"), (["wait", "nonsense"], "nonsense"),
    (["demo", "--speed"], "--speed"),
  ])
  func aRefusedRunLeavesAReportThatSaysSo(arguments: [String], word: String) async throws {
    let run = try await runAgainstServer(arguments, [:])
    #expect(run.code == 64)
    #expect(run.report?.contains("type=\"Usage\"") == true)
    #expect(run.report?.contains(word) == true)
  }

  @Test func aRefusedRunLeavesItsReportWhereItWasWanted() async throws {
    let folder = try TemporaryFolder()
    let run = try await Gate.run(["--junit", "out.xml", "--tiemout", "5m"], in: folder)
    #expect(run.report == nil)
    #expect(folder.read("out.xml")?.contains("--tiemout") == true)
    let silent = try await Gate.run(["--no-junit", "--tiemout", "5m"], in: folder)
    #expect(silent.report == nil)
  }

  /// An unset variable that is not quoted leaves a flag without its value, anywhere.
  @Test(arguments: [
    ["--bot-id", "--junit", "out.xml", "--dotenv", "out.env", "--format", "json"],
    ["--junit", "out.xml", "--dotenv", "out.env", "--format", "json", "--bot-id"],
    ["--junit", "out.xml", "--dotenv", "out.env", "--format", "json", "--color", "mauve"],
    ["--junit", "out.xml", "--dotenv", "out.env", "--format", "json", "--quiet", "--verbose"],
    ["--junit", "out.xml", "--ci", "--dotenv=out.env", "--format", "json", "--summary", "--color"],
  ])
  func oneWrongFlagDoesNotHideTheOthers(arguments: [String]) async throws {
    let folder = try TemporaryFolder()
    let run = try await Gate.run(arguments, in: folder)
    #expect(run.code == 64 && run.report == nil)
    #expect(folder.read("out.xml")?.contains("type=\"Usage\"") == true)
    #expect(folder.read("out.env")?.contains("PUBLISH_GATE_OUTCOME=usage\n") == true)
    #expect(try JSONEvent(Substring(run.lastLine)).name == "ended")
  }

  /// ArgumentParser takes the first for a `-h`, and would end with 0.
  @Test(arguments: [
    ["wait", "--bot-id", "st-1", "-fresh-within", "5m"], ["-heartbeat", "30s"], ["-th"],
    ["--junit", "", "--bot-id", "st-1"],
  ])
  func nothingButAWishForHelpEndsWithZero(arguments: [String]) async throws {
    let run = try await Gate.run(arguments, in: try TemporaryFolder())
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.report?.contains("type=\"Usage\"") == true)
  }

  @Test func aWrongArgumentIsNoCommandOfACI() async throws {
    let run = try await Gate.run(
      ["x\n::error::boo ##vso[task.complete result=Succeeded;]"], in: try TemporaryFolder())
    #expect(run.code == 64)
    #expect(!run.errors.contains("\n::") && !run.errors.contains("##vso"))
  }

  @Test(arguments: [
    ["--no-junit=true"], ["help", "--bogus"], ["simulate", "--bogus"],
    ["--generate-completion-script", "powershell"], ["--no-junit", "--color"],
  ])
  func noReportIsLeftWhereNoneIsWanted(arguments: [String]) async throws {
    let folder = try TemporaryFolder()
    let run = try await Gate.run(arguments, environment: ["CI": "true"], in: folder)
    #expect(run.report == nil)
  }

  @Test func aDemoThatIsRefusedIsNoRunOfTheBot() async throws {
    let run = try await Gate.run(
      ["demo", "--bogus"], environment: ["KORE_BOT_ID": "support-bot"], in: try TemporaryFolder())
    #expect(run.report?.contains("name=\"publish.demo\"") == true)
  }

  @Test func aRefusedRunEndsForPrograms() async throws {
    let folder = try TemporaryFolder()
    let run = try await Gate.run(
      ["--format", "json", "--timeout", "0", "--summary", "a.md", "--dotenv", "a.env"],
      environment: ["KORE_BOT_ID": "st-demo"], in: folder)
    let event = try JSONEvent(Substring(run.lastLine))
    #expect(event.name == "ended" && event["exitCode"] as? Int == 64)
    #expect(folder.read("a.md")?.contains("-timeout: '0'") == true)
    #expect(folder.read("a.env")?.contains("PUBLISH_GATE_OUTCOME=usage\n") == true)
  }

  /// Runs against a server that must not be asked.
  private func runAgainstServer(
    _ arguments: [String], _ environment: [String: String?],
    prepare: @Sendable (TemporaryFolder) throws -> Void = { _ in }
  ) async throws -> ProgramRun {
    let folder = try TemporaryFolder()
    try prepare(folder)
    return try await ScriptedServer.with(bodies: ["{}"]) { server in
      var all = Gate.environment(port: server.port)
      for (name, value) in environment { all[name] = value }
      let run = try await Gate.run(arguments, environment: all, in: folder)
      #expect(server.requestCount == 0)
      return run
    }
  }
}
