import Foundation
import KoreSimulator
import Subprocess
import TestSupport

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Runs with tokens that the gate did not make.
enum ReadyMade {
  static let first = "first-token-of-the-test"
  static let second = "second-token-of-the-test"
  static let ended = """
    {"_id":"ds-1","status":"successful","percentageComplete":100}
    """
  static let refusal = """
    {"errors":[{"msg":"Invalid JWT token","code":4002}]}
    """

  /// A JWT with this payload, which nobody signed.
  static func jwt(_ payload: String) -> String {
    let header = Base64URL.encoded(#"{"alg":"HS256"}"#.utf8)
    return "\(header).\(Base64URL.encoded(payload.utf8)).c2lnbmF0dXJl"
  }

  /// Waits with these credentials; also gives the tokens that the server got.
  static func wait(
    _ arguments: [String], _ changes: [String: String?], input: String = "",
    in folder: TemporaryFolder? = nil,
    answer: @escaping @Sendable (ScriptedServer.Arrival) async throws -> Response
  ) async throws -> (ProgramRun, [String]) {
    let folder = try folder ?? TemporaryFolder()
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
        return ProgramRun(
          code: result.terminationStatus.code, output: result.standardOutput,
          errors: result.standardError, in: folder, environment: environment)
      })
    arrived.finish()
    run.expectToHide([first, second])
    return (run, await tokens.reduce(into: []) { $0.append($1) })
  }
}
