import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// What happens to a secret that a server sends back. That none comes out is checked of every run.
@Suite struct SecretTests {
  @Test(arguments: ["text", "json"])
  func anEchoedTokenDoesNotComeOut(format: String) async throws {
    let echo = Gate.token + " and " + Data(Gate.token.utf8).base64EncodedString()
    let run = try await serve(
      """
      {"_id":"\(echo)","status":"failed","statusSummary":[{"resourceId":"\(echo)",
      "resourceType":"dialog","name":"\(echo)","status":"FAILED","message":"\(echo)"}]}
      """, ["--any-age", "--format", format, "--verbose"])
    #expect(run.code == 1)
    let base64 = Data(Gate.token.utf8).base64EncodedString().prefix(40)
    for text in [run.output, run.errors, run.report ?? ""] {
      #expect(text.contains("***") && !text.contains(base64))
      // Nor a part of it, where a line is cut.
      #expect(!text.contains(Gate.token.prefix(20)))
    }
  }

  @Test func anEchoInAnErrorDoesNotComeOut() async throws {
    let message = String(repeating: "x", count: 200) + Gate.token
    let run = try await serve(
      #"{"errors":[{"msg":"\#(message)","code":4002}]}"#, ["--verbose"], status: .unauthorized)
    #expect(run.code == 77)
    #expect(!(run.output + run.errors).contains(Gate.token.prefix(20)))
  }

  @Test func gitHubIsToldToMaskTheTokenBeforeAnythingElse() async throws {
    let run = try await serve(
      "{}", ["--start-timeout", "100ms"], environment: ["GITHUB_ACTIONS": "true"])
    #expect(run.errors.split(separator: "\n").first == "::add-mask::\(Gate.token)")
  }

  /// Where the token of the environment or of nowhere stands in a wrong place.
  @Test(
    arguments: [
      ["TOKEN"], ["--verbose=TOKEN"], ["--timeout", "TOKEN"], ["--token-file", "TOKEN"],
    ],
    ["KORE_JWT", "NONE", "KORE_BOT_ID"])
  func aTokenInAWrongPlaceDoesNotComeOut(arguments: [String], variable: String) async throws {
    let folder = try TemporaryFolder()
    var environment = try CIHost.github.environment(in: folder)
    environment[variable] = Gate.token
    let arguments = arguments.map { $0.replacingOccurrences(of: "TOKEN", with: Gate.token) }
    let run = try await Gate.run(arguments, environment: environment, in: folder)
    #expect(run.code == 64)
    run.expectToHide([Gate.token])
  }

  /// Cut, and made harmless, before anybody could have recognised it.
  @Test(arguments: [
    String(repeating: "longish-secrets-", count: 40), "supersec[[retv##tuejj##vkk",
    "tabbing\tsecrets%moreover;x]y",
  ])
  func aSecretThatIsChangedOnItsWayDoesNotComeOut(secret: String) async throws {
    let folder = try TemporaryFolder()
    let run = try await Gate.run(
      ["--timeout", secret, "--summary", "s.html", "--ci", "azure"],
      environment: ["KORE_CLIENT_SECRET": secret, "KORE_BOT_ID": "st-1"], in: folder)
    #expect(run.code == 64)
    let parts: [Substring] = secret.split(whereSeparator: { !$0.isLetter })
    for part in parts where part.count > 5 {
      run.expectToHide([String(part)])
    }
  }

  private func serve(
    _ body: String, _ arguments: [String], status: HTTPResponseStatus = .ok,
    environment: [String: String] = [:]
  ) async throws -> ProgramRun {
    try await ScriptedServer.with(answer: { _ in .json(body, status: status) }) { server in
      try await Gate.run(
        arguments,
        environment: Gate.environment(port: server.port).merging(environment) { $1 },
        in: try TemporaryFolder())
    }
  }
}
