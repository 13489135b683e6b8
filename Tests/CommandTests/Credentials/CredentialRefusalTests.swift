import TestSupport
import Testing

/// Credentials that cannot be used: one sentence, the code, and no request.
@Suite struct CredentialRefusalTests {
  struct Case: CustomTestStringConvertible {
    var arguments: [String] = []
    var environment: [String: String] = [:]
    var code: Int32 = 64
    /// What the sentence must name.
    let names: [String]

    var testDescription: String {
      (arguments + environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })
        .joined(separator: " ")
    }
  }

  private static let secret = "the-secret-of-these-tests"

  static let cases = [
    Case(
      code: 77,
      names: [
        "no token", "KORE_JWT", "--token-file", "--token-command", "KORE_CLIENT_ID",
        "KORE_CLIENT_SECRET",
      ]),
    // Two sources.
    Case(
      arguments: ["--token-file", "token"], environment: ["KORE_JWT": secret],
      names: ["--token-file", "KORE_JWT", "both"]),
    Case(
      arguments: ["--token-command", "true"], environment: ["KORE_JWT": secret],
      names: ["--token-command", "KORE_JWT", "both"]),
    Case(
      arguments: ["--token-command", "true", "--token-file", "token"],
      names: ["--token-command", "--token-file", "both"]),
    Case(
      environment: ["KORE_JWT_COMMAND": "true", "KORE_JWT_FILE": "-"],
      names: ["KORE_JWT_COMMAND", "KORE_JWT_FILE", "both"]),
    Case(
      environment: ["KORE_JWT": secret, "KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET": secret],
      names: ["KORE_JWT", "KORE_CLIENT_ID", "both"]),
    Case(
      arguments: ["--token-file", "token"],
      environment: ["KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET_FILE": "token"],
      names: ["--token-file", "KORE_CLIENT_ID", "both"]),
    Case(
      environment: [
        "KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET": secret, "KORE_CLIENT_SECRET_FILE": "token",
      ], names: ["KORE_CLIENT_SECRET", "KORE_CLIENT_SECRET_FILE", "both"]),
    // Half of one.
    Case(
      environment: ["KORE_CLIENT_ID": "cs-1"],
      names: ["KORE_CLIENT_ID", "KORE_CLIENT_SECRET", "KORE_CLIENT_SECRET_FILE"]),
    Case(
      environment: ["KORE_CLIENT_ID": "cs-1", "KORE_JWT": secret],
      names: ["KORE_CLIENT_ID", "without its secret"]),
    Case(
      environment: ["KORE_CLIENT_SECRET": secret],
      names: ["KORE_CLIENT_SECRET", "without KORE_CLIENT_ID"]),
    Case(
      environment: ["KORE_CLIENT_SECRET_FILE": "token"],
      names: ["KORE_CLIENT_SECRET_FILE", "without KORE_CLIENT_ID"]),
    Case(
      environment: ["KORE_CLIENT_ID": "", "KORE_CLIENT_SECRET": secret],
      names: ["KORE_CLIENT_SECRET", "without KORE_CLIENT_ID"]),
    // Empty or malformed.
    Case(
      environment: ["KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET": ""],
      names: ["KORE_CLIENT_SECRET", "empty"]),
    Case(
      environment: ["KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET": "\n"],
      names: ["KORE_CLIENT_SECRET", "empty"]),
    Case(
      environment: ["KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET_FILE": "no-such-file"],
      names: ["KORE_CLIENT_SECRET_FILE: ", "'no-such-file'", "does not exist"]),
    Case(
      environment: ["KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET_FILE": "empty"],
      names: ["'empty'", "is empty", "client secret"]),
    Case(
      environment: ["KORE_CLIENT_ID": "\(secret) x", "KORE_CLIENT_SECRET": "cs-1"],
      names: ["KORE_CLIENT_ID", "cs-"]),
    Case(environment: ["KORE_JWT": ""], names: ["KORE_JWT", "empty"]),
    Case(environment: ["KORE_JWT": " \n"], names: ["KORE_JWT", "empty"]),
    Case(environment: ["KORE_JWT": "\(secret)\nx"], names: ["KORE_JWT", "white space"]),
    Case(environment: ["KORE_JWT": "\(secret)\u{7}"], names: ["KORE_JWT", "control"]),
    Case(environment: ["KORE_JWT": "Bearer \(secret)"], names: ["KORE_JWT", "Bearer"]),
    Case(arguments: ["--token-file", "empty"], names: ["'empty'", "is empty"]),
    Case(arguments: ["--token-file", "/dev/zero"], names: ["'/dev/zero'", "no regular file"]),
    Case(
      arguments: ["--token-file", ""], names: ["--token-file: the token file", "does not exist"]),
    // Commands that cannot be run.
    Case(arguments: ["--token-command", ""], names: ["--token-command", "a program"]),
    Case(
      arguments: ["--token-command", "echo '\(secret)"], names: ["--token-command", "closing '"]),
    Case(
      environment: ["KORE_JWT_COMMAND": "echo \(secret) | cat"],
      names: ["KORE_JWT_COMMAND", "'|'", "sh -c"]),
    Case(
      arguments: ["--token-command", "no-such-program \(secret)"], names: ["'no-such-program'"]),
    Case(arguments: ["--token-command", "./token \(secret)"], names: ["'./token'", "may run"]),
    Case(arguments: ["--token-command", "/"], names: ["'/'", "may run"]),
    // The subject.
    Case(
      arguments: ["--subject", "me"], environment: ["KORE_JWT": secret],
      names: ["--subject", "KORE_CLIENT_ID", "KORE_JWT"]),
    Case(
      arguments: ["--subject", ""],
      environment: ["KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET": secret],
      names: ["--subject", "256"]),
    Case(
      environment: [
        "KORE_CLIENT_ID": "cs-1", "KORE_CLIENT_SECRET": secret, "KORE_JWT_SUBJECT": "a\nb",
      ], names: ["KORE_JWT_SUBJECT", "control"]),
  ]

  @Test(arguments: cases)
  func isRefusedInOneSentence(_ each: Case) async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.secret, to: "token")
    _ = try folder.write("\n", to: "empty")
    let run = try await ScriptedServer.with(bodies: ["{}"]) { server in
      var environment = Gate.environment(port: server.port)
      environment["KORE_JWT"] = nil
      environment.merge(each.environment) { $1 }
      let run = try await Gate.run(each.arguments, environment: environment, in: folder)
      #expect(server.requestCount == 0)
      return run
    }
    #expect(run.code == each.code)
    #expect(run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").count == 1)
    for name in each.names { #expect(run.errors.contains(name), "\(run.errors)") }
    #expect(!(run.errors + (run.report ?? "")).contains(Self.secret))
  }

  /// A variable that is there for other runs must not break one with a ready-made token.
  @Test func aSubjectInTheEnvironmentIsNotInTheWay() async throws {
    let run = try await ScriptedServer.with(
      bodies: [#"{"_id":"ds-1","status":"successful","percentageComplete":100}"#]
    ) { server in
      var environment = Gate.environment(port: server.port)
      environment["KORE_JWT_SUBJECT"] = "nightly"
      environment["KORE_CLIENT_ID"] = ""
      return try await Gate.run(["--any-age"], environment: environment, in: try TemporaryFolder())
    }
    #expect(run.code == 0)
  }
}
