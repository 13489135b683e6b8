import Foundation
import Hummingbird
import Subprocess
import SystemPackage
import Testing

/// Ready-made tokens: from the environment, a file, standard input or a command.
@Suite(.timeLimit(.minutes(2))) struct CredentialSourceTests {
  private static let first = "first-token-of-the-test"
  private static let second = "second-token-of-the-test"
  private static let ended = """
    {"_id":"ds-1","status":"successful","percentageComplete":100}
    """
  private static let refusal = """
    {"errors":[{"msg":"Invalid JWT token","code":4002}]}
    """

  // MARK: Files and standard input

  @Test func aTokenFileIsReadAgainAfterA401() async throws {
    let folder = try Scratch()
    _ = try folder.write(Self.first + "\n", to: "token")
    let (run, auths) = try await wait(["--token-file", "token"], [:], in: folder) { request in
      guard request.auth == Self.first else { return .json(Self.ended) }
      _ = try folder.write(Self.second + "\n", to: "token")
      return .json(Self.refusal, status: .unauthorized)
    }
    #expect(run.code == 0, "\(run.errors)")
    #expect(auths == [Self.first, Self.second])
    #expect(run.output.contains("Invalid JWT token"))
  }

  @Test func aTokenFileIsReadAgainOnlyOnce() async throws {
    let folder = try Scratch()
    _ = try folder.write(Self.first, to: "token")
    let (run, auths) = try await wait([], ["KORE_JWT_FILE": "token"], in: folder) { _ in
      .json(Self.refusal, status: .unauthorized)
    }
    #expect(run.code == 77)
    #expect(auths == [Self.first, Self.first])
  }

  @Test func aTokenFileThatHasGoneIsSaidSo() async throws {
    let folder = try Scratch()
    let path = try folder.write(Self.first, to: "token")
    let (run, auths) = try await wait(["--token-file", "token"], [:], in: folder) { _ in
      try FileManager.default.removeItem(atPath: path)
      return .json(Self.refusal, status: .unauthorized)
    }
    #expect(run.code == 77)
    #expect(auths == [Self.first])
    #expect(
      run.errors.contains("there is no other token: the token file 'token' does not exist"))
  }

  @Test func aTokenOfTheEnvironmentIsRefusedAtOnce() async throws {
    let (run, auths) = try await wait([], ["KORE_JWT": Self.first]) { _ in
      .json(Self.refusal, status: .unauthorized)
    }
    #expect(run.code == 77)
    #expect(auths == [Self.first])
  }

  @Test(arguments: [["--token-file", "-"], []])
  func standardInputIsReadOnce(arguments: [String]) async throws {
    let file = arguments.isEmpty ? "-" : nil
    let (run, auths) = try await wait(
      arguments, ["KORE_JWT_FILE": file], input: Self.first + "\n"
    ) { _ in .json(Self.refusal, status: .unauthorized) }
    #expect(run.code == 77)
    #expect(auths == [Self.first])
  }

  @Test(arguments: [
    ("", "standard input is empty"), ("a b", "standard input has white space inside"),
    (String(repeating: "a", count: 70_000), "standard input is larger than 64 KiB"),
  ])
  func standardInputMustHoldAToken(input: String, words: String) async throws {
    let (run, auths) = try await wait(["--token-file", "-"], [:], input: input) { _ in
      .json(Self.ended)
    }
    #expect(run.code == 64)
    #expect(auths.isEmpty)
    #expect(run.errors.contains(words))
  }

  // MARK: Commands

  @Test func aTokenCommandIsRunAgainAfterA401() async throws {
    let folder = try Scratch()
    _ = try folder.write(
      """
      echo run >> runs
      echo "run $(wc -l < runs) \u{1B}[31m##vso[x]" >&2
      if [ "$(wc -l < runs)" -eq 1 ]; then echo \(Self.first); else echo \(Self.second); fi
      """, to: "token.sh")
    let (run, auths) = try await wait(
      ["--token-command", "sh 'token.sh'"], [:], in: folder
    ) { request in
      request.auth == Self.first
        ? .json(Self.refusal, status: .unauthorized) : .json(Self.ended)
    }
    #expect(run.code == 0, "\(run.errors)")
    #expect(auths == [Self.first, Self.second])
    #expect(
      run.errors.split(separator: "\n") == [
        "token command: run 1 \\u{1B}[31m##vso [x]", "token command: run 2 \\u{1B}[31m##vso [x]",
      ])
  }

  @Test func aTokenCommandSeesNoInputAndNoSecretOfTheGate() async throws {
    let folder = try Scratch()
    _ = try folder.write("cat; env > seen; echo \(Self.first)", to: "token.sh")
    let (run, auths) = try await wait(
      [],
      [
        "KORE_JWT_COMMAND": "sh token.sh", "KORE_JWT": "", "KORE_CLIENT_SECRET": "",
        "VAULT_TOKEN": "the-command's-own",
      ], input: "not for the command", in: folder
    ) { _ in .json(Self.ended) }
    #expect(run.code == 0, "\(run.errors)")
    #expect(auths == [Self.first])
    let seen = try #require(folder.read("seen")).split(separator: "\n")
    #expect(seen.contains("VAULT_TOKEN=the-command's-own"))
    #expect(seen.contains { $0.hasPrefix("PATH=/") })
    #expect(!seen.contains { $0.hasPrefix("KORE_JWT=") || $0.hasPrefix("KORE_CLIENT_SECRET=") })
  }

  @Test func whatATokenCommandLeavesBehindHoldsNobodyUp() async throws {
    let folder = try Scratch()
    let lifeline = try Lifeline(in: folder)
    // The child keeps both streams open.
    _ = try folder.write(
      "\(lifeline.opening); sleep 20 & echo \(Self.first)", to: "token.sh")
    let (run, _) = try await wait(["--token-command", "sh token.sh"], [:], in: folder) { _ in
      .json(Self.ended)
    }
    #expect(run.code == 0, "\(run.errors)")
  }

  @Test(arguments: [
    ("exit 3", "ended with exit code 3"), ("kill -9 $$", "was ended by signal 9"),
    ("head -c 70000 /dev/zero", "printed more than 64 KiB"),
  ])
  func aTokenCommandThatFailsIsUnauthorized(script: String, words: String) async throws {
    let folder = try Scratch()
    _ = try folder.write("echo \(Self.first) >&2; echo \(Self.first); \(script)", to: "token.sh")
    let (run, auths) = try await wait(["--token-command", "sh token.sh"], [:], in: folder) { _ in
      .json(Self.ended)
    }
    #expect(run.code == 77)
    #expect(auths.isEmpty)
    #expect(run.errors.contains("error: the token command 'sh' \(words)"))
    #expect(run.report?.contains("type=\"Unauthorized\"") == true)
  }

  @Test func aTokenCommandThatFailsLaterIsUnauthorizedToo() async throws {
    let folder = try Scratch()
    _ = try folder.write("echo >> runs; [ $(wc -l < runs) = 1 ] && echo \(Self.first)", to: "t.sh")
    let (run, auths) = try await wait(["--token-command", "sh t.sh"], [:], in: folder) { _ in
      .json(Self.refusal, status: .unauthorized)
    }
    #expect(run.code == 77)
    #expect(auths == [Self.first])
    #expect(
      run.errors.contains("there is no other token: the token command 'sh' ended with exit code 1"))
    // Run just twice.
    #expect(folder.read("runs") == "\n\n")
  }

  @Test(arguments: [
    ("true", "is empty"), ("echo a b", "has white space inside"), ("echo é", "non-ASCII"),
    ("printf 'a\\nb'", "has white space inside"),
  ])
  func whatATokenCommandPrintsMustBeAToken(command: String, words: String) async throws {
    let (run, auths) = try await wait(["--token-command", command], [:]) { _ in .json(Self.ended) }
    #expect(run.code == 64)
    #expect(auths.isEmpty)
    #expect(run.errors.contains("the output of the token command") && run.errors.contains(words))
  }

  @Test func aTokenInTheErrorsOfACommandIsNotShown() async throws {
    let folder = try Scratch()
    let other = Self.jwt(#"{"sub":"another token"}"#)
    _ = try folder.write(
      """
      set -x
      token=\(Self.first)
      echo $token
      echo "Bearer='\(other)'" >&2
      exit 1
      """, to: "token.sh")
    let (run, _) = try await wait(["--token-command", "sh token.sh"], [:], in: folder) { _ in
      .json(Self.ended)
    }
    #expect(run.code == 77)
    #expect(run.errors.contains("token command: + echo ***\n"), "\(run.errors)")
    #expect(run.errors.contains("token command: Bearer='***'\n"))
    #expect(!run.errors.contains(other.prefix(20)))
  }

  @Test func ofTheErrorsOfATokenCommandTwentyLinesAreShown() async throws {
    let (run, _) = try await wait(
      ["--token-command", "sh -c 'seq 100000 >&2; echo \(Self.first)'"], [:]
    ) { _ in .json(Self.ended) }
    #expect(run.code == 0)
    #expect(
      run.errors.split(separator: "\n")
        == (1...20).map { "token command: \($0)" } + ["token command: … and more"])
  }

  // MARK: Times

  @Test(arguments: ["text", "json"])
  func aTokenThatHasExpiredIsSaidSoBeforeTheFirstRequest(format: String) async throws {
    let token = Self.jwt(#"{"exp":\#(Self.now - 3 * 86_400 - 5),"sub":"somebody"}"#)
    let (run, auths) = try await wait(["--format", format], ["KORE_JWT": token]) { _ in
      .json(Self.ended)
    }
    // A warning: the server has the last word.
    #expect(run.code == 0)
    #expect(auths == [token])
    let sentence = "the token of KORE_JWT expired 3d ago by this machine's clock"
    #expect(run.errors.hasPrefix("[00:00.0] warning: \(sentence)\n"), "\(run.errors)")
    if format == "json" {
      let first = try #require(try run.events().first)
      #expect(first.name == "warning" && first["message"] as? String == sentence)
    }
    #expect(!(run.output + run.errors).contains("somebody"))
  }

  @Test func aTokenOfAnotherTimeZoneIsSaidSo() async throws {
    let token = Self.jwt(#"{"iat":\#(Self.now + 2 * 3_600),"exp":\#(Self.now + 3 * 3_600)}"#)
    let folder = try Scratch()
    _ = try folder.write(token, to: "token")
    let (run, _) = try await wait(["--token-file", "token"], [:], in: folder) { _ in
      .json(Self.ended)
    }
    #expect(run.errors.contains("the token of --token-file was issued"))
    #expect(run.errors.contains("another time zone"))
  }

  @Test(arguments: ["opaque-token", "eyJhbGciOiJkaXIifQ..aXYtb2YtdGVzdA.Y2lwaGVy.dGFn"])
  func anotherTokenIsLeftAlone(token: String) async throws {
    let (run, auths) = try await wait([], ["KORE_JWT": token]) { _ in .json(Self.ended) }
    #expect(run.code == 0)
    #expect(run.errors.isEmpty)
    #expect(auths == [token])
  }

  private static var now: Int { Int(Date().timeIntervalSince1970) }

  private static func jwt(_ payload: String) -> String {
    func encoded(_ text: String) -> String {
      Data(text.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "")
    }
    return "\(encoded(#"{"alg":"HS256"}"#)).\(encoded(payload)).c2lnbmF0dXJl"
  }

  // MARK: Running

  /// Waits with these credentials; also gives the tokens that the server got.
  private func wait(
    _ arguments: [String], _ changes: [String: String?], input: String = "",
    in folder: Scratch? = nil,
    answer: @escaping @Sendable (ScriptedServer.Arrival) async throws -> Response
  ) async throws -> (GateRun, [String]) {
    let folder = try folder ?? Scratch()
    let (tokens, arrived) = AsyncStream.makeStream(of: String.self)
    let run = try await ScriptedServer.with(
      answerTo: { request in
        arrived.yield(request.auth ?? "none")
        return try await answer(request)
      },
      body: { server in
        var environment = Gate.environment(port: server.port)
        environment["KORE_JWT"] = nil
        for (name, value) in changes { environment[name] = value }
        let result = try await GateSlots.shared.run { [environment] in
          try await Subprocess.run(
            Gate.executable, arguments: Arguments(["--any-age"] + arguments),
            environment: .only(environment), workingDirectory: FilePath(folder.path),
            input: .string(input), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        }
        return GateRun(
          code: result.terminationStatus.code, output: result.standardOutput,
          errors: result.standardError, in: folder, environment: environment)
      })
    arrived.finish()
    let text = run.output + run.errors + (run.report ?? "")
    for token in [Self.first, Self.second] {
      #expect(!text.contains(token), "a token came out")
    }
    return (run, await tokens.reduce(into: []) { $0.append($1) })
  }
}
