import Foundation
import TestSupport
import Testing

/// Tokens that the gate mints, against a tenant that checks them.
@Suite struct CredentialMintingTests {
  private static let secret = "PjVHcGRvbFZlaWdodHlCeXRlc09mU2VjcmV0TWF0ZXJpYWw="

  @Test func aTenantThatForbidsReplayAcceptsEveryRequest() async throws {
    let tenant = Tenant(secret: Self.secret)
    let run = try await wait(at: tenant, answers: 5, ["--verbose"])
    #expect(run.code == 0, "\(run.errors)")
    let accepted = await tenant.accepted
    #expect(accepted.count == 5)
    #expect(await tenant.refusals.isEmpty)
    for claims in accepted {
      #expect([claims.appId, claims.iss] == ["cs-1", "cs-1"])
      #expect(claims.sub == "publish-gate")
      #expect(claims.exp - claims.iat == 300)
    }
  }

  @Test(arguments: [3_600.0, -3_600, 90_000, -90_000])
  func aTenantWithAnotherClockAcceptsTheSecondToken(clockAhead: Double) async throws {
    let tenant = Tenant(secret: Self.secret, clockAhead: clockAhead)
    let run = try await wait(at: tenant, answers: 3, clockAhead: clockAhead)
    #expect(run.code == 0, "\(run.errors)")
    #expect(await tenant.refusals == [clockAhead > 0 ? "jwt expired" : "jwt not active"])
    #expect(await tenant.accepted.count == 3)
    #expect(run.errors.contains(clockAhead > 0 ? "behind the server's" : "ahead of the server's"))
  }

  @Test func aSmallSkewNeedsNoSecondToken() async throws {
    let tenant = Tenant(secret: Self.secret, clockAhead: 200)
    let run = try await wait(at: tenant, answers: 3, clockAhead: 200)
    #expect(run.code == 0)
    #expect(await tenant.refusals.isEmpty)
  }

  @Test func theSecretMayStandInAFile() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.secret + "\n", to: "secret")
    let tenant = Tenant(secret: Self.secret)
    let run = try await wait(
      at: tenant, ["--subject", "nightly \"build\""],
      ["KORE_CLIENT_SECRET": nil, "KORE_CLIENT_SECRET_FILE": "secret"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(await tenant.accepted.map(\.sub) == ["nightly \"build\""])
  }

  @Test func gitHubIsToldToMaskTheSecretButNoTokenThatIsUsedOnce() async throws {
    let tenant = Tenant(secret: Self.secret)
    let run = try await wait(at: tenant, answers: 3, [], ["GITHUB_ACTIONS": "true"])
    #expect(run.code == 0)
    #expect(
      run.errors.split(separator: "\n").filter { $0.hasPrefix("::add-mask::") }
        == ["::add-mask::\(Self.secret)"])
  }

  @Test func theSubjectMayComeFromTheEnvironment() async throws {
    let tenant = Tenant(secret: Self.secret)
    let run = try await wait(at: tenant, [], ["KORE_JWT_SUBJECT": "release"])
    #expect(run.code == 0)
    #expect(await tenant.accepted.map(\.sub) == ["release"])
  }

  @Test func aWrongSecretIsUnauthorizedAfterASecondTry() async throws {
    let tenant = Tenant(secret: "another-secret-of-the-same-kind!!")
    let run = try await wait(at: tenant)
    #expect(run.code == 77)
    #expect(await tenant.refusals.count == 2)
    #expect(run.errors.contains("client id and secret"))
  }

  @Test func anEchoOfMintedTokensDoesNotComeOut() async throws {
    let tenant = Tenant(secret: Self.secret)
    let run = try await wait(at: tenant, answers: 3, ["--verbose"], echoes: true)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("***"))
    #expect(await tenant.accepted.count == 3)
  }

  private func wait(
    at tenant: Tenant, answers: Int = 1, clockAhead: Double = 0, _ arguments: [String] = [],
    _ changes: [String: String?] = [:], echoes: Bool = false, in folder: TemporaryFolder? = nil
  ) async throws -> ProgramRun {
    let folder = try folder ?? TemporaryFolder()
    let run = try await ScriptedServer.with(
      clockAhead: clockAhead,
      answerTo: { request in
        if let refusal = await tenant.refusal(of: request.auth) { return refusal }
        let isLast = await tenant.accepted.count >= answers
        let status = isLast ? "successful" : "inprogress"
        let name = echoes ? request.auth ?? "" : "Settings"
        return .json(
          """
          {"_id":"ds-1","status":"\(status)","percentageComplete":100,"statusSummary":[
          {"resourceId":"\(request.number)","resourceType":"SETTINGS","name":"\(name)",
          "status":"SUCCESS"}]}
          """)
      },
      body: { server in
        var environment = Gate.environment(port: server.port)
        environment["KORE_JWT"] = nil
        environment["KORE_CLIENT_ID"] = "cs-1"
        environment["KORE_CLIENT_SECRET"] = Self.secret
        for (name, value) in changes { environment[name] = value }
        return try await Gate.run(["--any-age"] + arguments, environment: environment, in: folder)
      })
    run.expectToHide(await tenant.tokens + [Self.secret])
    return run
  }
}
