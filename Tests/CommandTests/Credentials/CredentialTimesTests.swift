import Foundation
import TestSupport
import Testing

/// What the gate says of the times in a ready-made token.
@Suite struct CredentialTimesTests {
  @Test(arguments: ["text", "json"])
  func aTokenThatHasExpiredIsSaidSoBeforeTheFirstRequest(format: String) async throws {
    let token = ReadyMade.jwt(#"{"exp":\#(Self.now - 3 * 86_400 - 5),"sub":"somebody"}"#)
    let (run, auths) = try await ReadyMade.wait(["--format", format], ["KORE_JWT": token]) { _ in
      .json(ReadyMade.ended)
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

  @Test func aTokenThatHasExpiredIsAWarningOfTheCIToo() async throws {
    let folder = try TemporaryFolder()
    let token = ReadyMade.jwt(#"{"exp":\#(Self.now - 60)}"#)
    var environment: [String: String?] = ["KORE_JWT": token]
    for (name, value) in try CIHost.github.environment(in: folder) { environment[name] = value }
    let (run, _) = try await ReadyMade.wait([], environment, in: folder) { _ in
      .json(ReadyMade.ended)
    }
    #expect(run.code == 0)
    #expect(run.output.contains("::warning title=Publish of st-demo::the token of KORE_JWT"))
    #expect(folder.read("summary.md")?.contains("the token of KORE") == true)
  }

  @Test func aTokenOfTheFutureIsSaidSo() async throws {
    let token = ReadyMade.jwt(#"{"iat":\#(Self.now + 2 * 3_600),"exp":\#(Self.now + 3 * 3_600)}"#)
    let folder = try TemporaryFolder()
    _ = try folder.write(token, to: "token")
    let (run, _) = try await ReadyMade.wait(["--token-file", "token"], [:], in: folder) { _ in
      .json(ReadyMade.ended)
    }
    #expect(run.errors.contains("the token of --token-file was issued"))
  }

  @Test(arguments: ["opaque-token", "eyJhbGciOiJkaXIifQ..aXYtb2YtdGVzdA.Y2lwaGVy.dGFn"])
  func anotherTokenIsLeftAlone(token: String) async throws {
    let (run, auths) = try await ReadyMade.wait([], ["KORE_JWT": token]) { _ in
      .json(ReadyMade.ended)
    }
    #expect(run.code == 0)
    #expect(run.errors.isEmpty)
    #expect(auths == [token])
  }

  private static var now: Int { Int(Date().timeIntervalSince1970) }
}
