import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// Ready-made tokens that a command prints.
@Suite struct CredentialCommandTests {
  @Test func aTokenCommandIsRunAgainAfterA401() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      """
      echo run >> runs
      echo "run $(($(wc -l < runs))) \u{1B}[31m##vso[x]" >&2
      if [ "$(wc -l < runs)" -eq 1 ]; then echo \(ReadyMade.first); else echo \(ReadyMade.second); fi
      """, to: "token.sh")
    let (run, auths) = try await ReadyMade.wait(
      ["--token-command", "sh 'token.sh'"], [:], in: folder
    ) { request in
      request.auth == ReadyMade.first
        ? .json(ReadyMade.refusal, status: .unauthorized) : .json(ReadyMade.ended)
    }
    #expect(run.code == 0, "\(run.errors)")
    #expect(auths == [ReadyMade.first, ReadyMade.second])
    #expect(
      run.errors.split(separator: "\n") == [
        "token command: run 1 \\u{1B}[31m## vso[x]", "token command: run 2 \\u{1B}[31m## vso[x]",
      ])
  }

  @Test func aTokenCommandSeesNoInputAndNoSecretOfTheGate() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("cat; env > seen; echo \(ReadyMade.first)", to: "token.sh")
    let (run, auths) = try await ReadyMade.wait(
      [],
      [
        "KORE_JWT_COMMAND": "sh token.sh", "KORE_JWT": "", "KORE_CLIENT_SECRET": "",
        "VAULT_TOKEN": "the-command's-own",
      ], input: "not for the command", in: folder
    ) { _ in .json(ReadyMade.ended) }
    #expect(run.code == 0, "\(run.errors)")
    #expect(auths == [ReadyMade.first])
    let seen = try #require(folder.read("seen")).split(separator: "\n")
    #expect(seen.contains("VAULT_TOKEN=the-command's-own"))
    #expect(seen.contains { $0.hasPrefix("PATH=/") })
    #expect(!seen.contains { $0.hasPrefix("KORE_JWT=") || $0.hasPrefix("KORE_CLIENT_SECRET=") })
  }

  @Test func whatATokenCommandLeavesBehindHoldsNobodyUp() async throws {
    let folder = try TemporaryFolder()
    let lifeline = try Lifeline(in: folder)
    let release = try Release(in: folder)
    // The child keeps both streams open until the gate has ended.
    _ = try folder.write(
      "\(lifeline.opening); \(release.waiting) & echo \(ReadyMade.first)", to: "token.sh")
    let (run, _) = try await ReadyMade.wait(["--token-command", "sh token.sh"], [:], in: folder) {
      _ in
      .json(ReadyMade.ended)
    }
    #expect(run.code == 0, "\(run.errors)")
    await release.give(until: lifeline.ends)
  }

  @Test(arguments: [
    ("exit 3", "ended with exit code 3"), ("kill -9 $$", "was ended by signal 9"),
    ("head -c 70000 /dev/zero", "printed more than 64 KiB"),
  ])
  func aTokenCommandThatFailsIsUnauthorized(script: String, words: String) async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "echo \(ReadyMade.first) >&2; echo \(ReadyMade.first); \(script)", to: "token.sh")
    let (run, auths) = try await ReadyMade.wait(
      ["--token-command", "sh token.sh"], [:], in: folder
    ) { _ in
      .json(ReadyMade.ended)
    }
    #expect(run.code == 77)
    #expect(auths.isEmpty)
    #expect(run.errors.contains("error: the token command 'sh' \(words)"))
    #expect(run.report?.contains("type=\"Unauthorized\"") == true)
  }

  @Test func aTokenCommandThatFailsLaterIsUnauthorizedToo() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "echo >> runs; [ $(wc -l < runs) = 1 ] && echo \(ReadyMade.first)", to: "t.sh")
    let (run, auths) = try await ReadyMade.wait(["--token-command", "sh t.sh"], [:], in: folder) {
      _ in
      .json(ReadyMade.refusal, status: .unauthorized)
    }
    #expect(run.code == 77)
    #expect(auths == [ReadyMade.first])
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
    let (run, auths) = try await ReadyMade.wait(["--token-command", command], [:]) { _ in
      .json(ReadyMade.ended)
    }
    #expect(run.code == 64)
    #expect(auths.isEmpty)
    #expect(run.errors.contains("the output of the token command") && run.errors.contains(words))
  }

  @Test func aTokenInTheErrorsOfACommandIsNotShown() async throws {
    let folder = try TemporaryFolder()
    let other = ReadyMade.jwt(#"{"sub":"another token"}"#)
    _ = try folder.write(
      """
      set -x
      token=\(ReadyMade.first)
      echo $token
      echo "Bearer='\(other)'" >&2
      exit 1
      """, to: "token.sh")
    let (run, _) = try await ReadyMade.wait(["--token-command", "sh token.sh"], [:], in: folder) {
      _ in
      .json(ReadyMade.ended)
    }
    #expect(run.code == 77)
    #expect(run.errors.contains("token command: + echo ***\n"), "\(run.errors)")
    #expect(run.errors.contains("token command: Bearer='***'\n"))
    #expect(!run.errors.contains(other.prefix(20)))
  }

  @Test func ofTheErrorsOfATokenCommandTwentyLinesAreShown() async throws {
    let (run, _) = try await ReadyMade.wait(
      ["--token-command", "sh -c 'seq 100000 >&2; echo \(ReadyMade.first)'"], [:]
    ) { _ in .json(ReadyMade.ended) }
    #expect(run.code == 0)
    #expect(
      run.errors.split(separator: "\n")
        == (1...20).map { "token command: \($0)" } + ["token command: … and more"])
  }

  /// As much of them as is kept of a command's errors, and more.
  @Test(arguments: [65_536, 65_537, 200_000])
  func aTokenCommandThatWritesLineBreaksAloneIsRead(count: Int) async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "yes '' | head -c \(count) >&2; echo \(ReadyMade.first)", to: "token.sh")
    let (run, auths) = try await ReadyMade.wait(
      ["--token-command", "sh token.sh"], [:], in: folder
    ) {
      _ in
      .json(ReadyMade.ended)
    }
    #expect(run.code == 0, "\(run.errors)")
    #expect(auths == [ReadyMade.first])
    #expect(run.errors == (count > 65_536 ? "token command: … and more\n" : ""))
  }
}
