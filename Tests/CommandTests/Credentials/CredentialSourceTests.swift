import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// Ready-made tokens from the environment, a file or standard input.
@Suite struct CredentialSourceTests {
  @Test func aTokenFileIsReadAgainAfterA401() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(ReadyMade.first + "\n", to: "token")
    let (run, auths) = try await ReadyMade.wait(["--token-file", "token"], [:], in: folder) {
      request in
      guard request.auth == ReadyMade.first else { return .json(ReadyMade.ended) }
      _ = try folder.write(ReadyMade.second + "\n", to: "token")
      return .json(ReadyMade.refusal, status: .unauthorized)
    }
    #expect(run.code == 0, "\(run.errors)")
    #expect(auths == [ReadyMade.first, ReadyMade.second])
    #expect(run.output.contains("Invalid JWT token"))
  }

  @Test func gitHubIsToldToMaskTheRenewedTokenToo() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(ReadyMade.first, to: "token")
    let (run, _) = try await ReadyMade.wait(
      ["--token-file", "token"], ["GITHUB_ACTIONS": "true"], in: folder
    ) { request in
      guard request.auth == ReadyMade.first else { return .json(ReadyMade.ended) }
      _ = try folder.write(ReadyMade.second, to: "token")
      return .json(ReadyMade.refusal, status: .unauthorized)
    }
    #expect(run.code == 0)
    let masks = run.errors.split(separator: "\n").filter { $0.hasPrefix("::add-mask::") }
    #expect(masks == [ReadyMade.first, ReadyMade.second].map { "::add-mask::\($0)" })
  }

  @Test func aTokenFileIsReadAgainOnlyOnce() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(ReadyMade.first, to: "token")
    let (run, auths) = try await ReadyMade.wait([], ["KORE_JWT_FILE": "token"], in: folder) { _ in
      .json(ReadyMade.refusal, status: .unauthorized)
    }
    #expect(run.code == 77)
    #expect(auths == [ReadyMade.first, ReadyMade.first])
  }

  @Test func aTokenFileThatHasGoneIsSaidSo() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(ReadyMade.first, to: "token")
    let (run, auths) = try await ReadyMade.wait(["--token-file", "token"], [:], in: folder) { _ in
      try FileManager.default.removeItem(atPath: path)
      return .json(ReadyMade.refusal, status: .unauthorized)
    }
    #expect(run.code == 77)
    #expect(auths == [ReadyMade.first])
    #expect(
      run.errors.contains("there is no other token: the token file 'token' does not exist"))
  }

  @Test func aTokenOfTheEnvironmentIsRefusedAtOnce() async throws {
    let (run, auths) = try await ReadyMade.wait([], ["KORE_JWT": ReadyMade.first]) { _ in
      .json(ReadyMade.refusal, status: .unauthorized)
    }
    #expect(run.code == 77)
    #expect(auths == [ReadyMade.first])
  }

  @Test(arguments: [["--token-file", "-"], []])
  func standardInputIsReadOnce(arguments: [String]) async throws {
    let file = arguments.isEmpty ? "-" : nil
    let (run, auths) = try await ReadyMade.wait(
      arguments, ["KORE_JWT_FILE": file], input: ReadyMade.first + "\n"
    ) { _ in .json(ReadyMade.refusal, status: .unauthorized) }
    #expect(run.code == 77)
    #expect(auths == [ReadyMade.first])
  }

  @Test(arguments: [
    ("", "standard input is empty"), ("a b", "standard input has white space inside"),
    (String(repeating: "a", count: 70_000), "standard input is larger than 64 KiB"),
  ])
  func standardInputMustHoldAToken(input: String, words: String) async throws {
    let (run, auths) = try await ReadyMade.wait(["--token-file", "-"], [:], input: input) { _ in
      .json(ReadyMade.ended)
    }
    #expect(run.code == 64)
    #expect(auths.isEmpty)
    #expect(run.errors.contains(words))
  }
}
