import TestSupport
import Testing

/// The built program as it finds itself in each CI: every scenario, and a server that means harm.
@Suite struct DialectGoldenTests {
  @Test(arguments: CIHost.allCases, ScenarioCase.all)
  func everyScenarioInEveryDialect(host: CIHost, each: ScenarioCase) async throws {
    let folder = try TemporaryFolder()
    let run = try await each.play(environment: try host.environment(in: folder), in: folder)
    #expect(run.code == each.code)
    try Golden.expect(
      run, leaving: host.files(in: folder), matches: "\(host)/\(each.scenario)")
  }

  /// A run that never began: a malformed flag, a flag that does not exist, no token, and a report
  /// that cannot be written.
  @Test(
    arguments: CIHost.allCases,
    [["--timeout", "0"], ["--tiemout", "5m"], ["--token-file", "none"], ["--junit", "a/file"]])
  func aRefusalInEveryDialect(host: CIHost, arguments: [String]) async throws {
    let folder = try TemporaryFolder()
    var environment = try host.environment(in: folder)
    environment["KORE_BOT_ID"] = "st-demo"
    if arguments.contains("--junit") { _ = try folder.write("no folder", to: "a") }
    // The only mistake is the one of the case.
    if !arguments.contains("--token-file") { environment["KORE_JWT"] = Gate.token }
    let run = try await Gate.run(arguments, environment: environment, in: folder)
    try Golden.expect(
      run, leaving: host.files(in: folder) + [("report", run.report)],
      matches: "\(host)/refused\(arguments[0].dropFirst())")
  }

  @Test(arguments: CIHost.allCases)
  func hostileNamesInEveryDialect(host: CIHost) async throws {
    let folder = try TemporaryFolder()
    let environment = try host.environment(in: folder)
    let run = try await ScriptedServer.with(bodies: Self.hostileJob) { server in
      try await Gate.run(
        ["--allow-resource", "NL:*"],
        environment: Gate.environment(port: server.port).merging(environment) { $1 }, in: folder)
    }
    #expect(run.code == 1)
    try await ReportCheck.expectValid(run.report, in: folder)
    for text in [run.output, run.errors] + host.files(in: folder).compactMap(\.text) {
      let folded = text.lowercased()
      for opening in ["##[", "##vso[", "##teamcity[", "[["] {
        #expect(!folded.contains("\(opening)pwned"))
      }
      for opening in ["::", "+++", "---", "~~~", "section_"] {
        #expect(!folded.split { $0.isNewline }.contains { $0.hasPrefix("\(opening)pwned") })
      }
      #expect(!text.contains("\u{1B}[31mred") && !text.unicodeScalars.contains("\u{202E}"))
    }
    for (_, text) in host.files(in: folder) { #expect(text?.contains("<img") == false) }
    try Golden.expect(run, leaving: host.files(in: folder), matches: "\(host)/hostile")
  }

  /// One job, seen twice: every resource's name and message would be a command somewhere.
  static let hostileJob: [String] = [("inprogress", "IN_PROGRESS"), ("failed", "FAILED")].map {
    status, state in
    let texts = [
      #"a\r\n::pwned::b"#, #"::pwned::b"#, #"##[pwned]b"#, #"##VSO[pwned]b"#,
      #"##teamcity[pwned text='b']"#, #"%0A::pwned::%25 %3A %2C"#, #"|n|'|] [[pwned|/etc/passwd]]"#,
      #"\u001b[31mred\u001b[0Ksection_pwned:1:b\r"#, #"\n+++pwned\n---pwned"#,
      #"| a | `b` | <img src=x onerror=pwned> | [c](javascript:pwned) | @d"#,
      #"\u202eright to left\u2066 \u0000 \ufeff"#, #"👩‍👩‍👧‍👦 日本語 e\u0301"#, "",
    ]
    let resources = texts.enumerated().map { number, text in
      let type = number < 11 ? #"dialog\r\n::pwned"# : "NL"
      return """
        {"resourceId":"\(number)","resourceType":"\(type)","name":"\(text)","status":"\(state)",
        "message":"\(text)"}
        """
    }
    return """
      {"_id":"ds-1\\n::pwned::","status":"\(status)","percentageComplete":50,
      "statusSummary":[\(resources.joined(separator: ","))]}
      """
  }
}
