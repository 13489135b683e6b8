import ArgumentParser
import GateKit
import KoreAPI
import Subprocess

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A command that ends with an outcome.
protocol GateCommand: ParsableCommand {
  func run(in process: ProcessContext) async -> Outcome
}

/// What a command finds around it: the environment, and the signals that end it.
struct ProcessContext {
  /// How long reading the trusted certificates may take.
  private static let certificatesLimit: Duration = .seconds(15)

  let environment: [String: String]
  let interruptions: TerminationSignals
  /// What must not leave the program.
  let secrets: SecretRegistry
  let console: Console

  static func live(_ arguments: [String]) async -> ProcessContext {
    let secrets = SecretRegistry()
    let environment = ProcessInfo.processInfo.environment
    secrets.registerAll(of: environment, arguments: arguments)
    return ProcessContext(
      environment: environment, interruptions: await .listen(), secrets: secrets,
      console: Console(hiding: secrets))
  }

  /// The server that a run asks, and how.
  struct Server {
    let endpoint: StatusEndpoint
    let transport: TransportSettings
    let tokens: any TokenSource
  }

  /// Runs the gate against a server.
  ///
  /// - Throws: ``StartError`` when the HTTP client cannot be set up as asked.
  func runGate(
    _ settings: GateSettings, output: OutputSettings, server: Server, warnings: [Warning] = []
  ) async throws(StartError) -> Outcome {
    let clients = try await clients(of: server)
    let run = LiveRun(
      settings: settings, output: output,
      source: KoreClient(
        clients: clients, endpoint: server.endpoint, tokens: server.tokens, secrets: secrets,
        proxy: server.transport.proxy, version: BuildInfo.current, now: { Timestamp.now }),
      reportOrigin: reportOrigin(server: server.endpoint.authority), console: console,
      environment: environment, secrets: secrets, interruptions: interruptions,
      warnings: warnings)
    return await run.run()
  }

  /// - Throws: ``StartError`` when the certificates cannot be read, or the gate was interrupted.
  private func clients(of server: Server) async throws(StartError) -> HTTPClientPool {
    let file = server.transport.caFile.map { "\(UntrustedText($0))" } ?? "the settings of TLS"
    return try await unlessStopped(while: "reading \(file)") { () async throws(StartError) in
      let limit = Self.certificatesLimit
      let result = await BlockingWork.result(within: limit) {
        () -> Result<HTTPClientPool, TransportError> in
        do throws(TransportError) {
          return .success(try server.transport.makeClients(for: server.endpoint))
        } catch {
          return .failure(error)
        }
      }
      switch result {
      case .success(let clients): return clients
      case .failure(let error): throw StartError("\(error).")
      case nil: throw StartError("\(file) was not read within \(limit.text).")
      }
    }
  }

  /// Does what must be done before anything is asked and may hang, unless a signal comes first.
  ///
  /// - Parameter activity: what the gate is then said to have been stopped at: `reading a.pem`.
  /// - Throws: what the work throws, or ``StartError`` when the gate was interrupted.
  func unlessStopped<Value: Sendable>(
    while activity: String, _ work: @escaping @Sendable () async throws(StartError) -> Value
  ) async throws(StartError) -> Value {
    let ending = await interruptions.orSignal { () -> Result<Value, StartError> in
      do throws(StartError) {
        return .success(try await work())
      } catch {
        return .failure(error)
      }
    }
    switch ending {
    case .done(let result): return try result.get()
    case .interrupted(let signal):
      throw StartError(
        "stopped by \(signal.name) while \(activity).", outcome: .interrupted(signal))
    }
  }

  /// Leaves a report that says that the gate has not finished, while the first token is waited for.
  func writeFirstReport(of bot: BotReference, path: String?) {
    guard let path else { return }
    let record = RunRecord(bot: bot, startedAt: .now, policy: ResourcePolicy())
    // The run itself says so when a report cannot be written.
    try? ReportFile(path: path, secrets: secrets).replace(
      with: JUnitReport(of: record, origin: reportOrigin(server: "")).xml)
  }

  func reportOrigin(server: String) -> ReportOrigin {
    ReportOrigin(
      hostname: POSIX.hostname ?? "", server: server, gateVersion: BuildInfo.current)
  }
}

extension SecretRegistry {
  /// Makes known what an error sentence could quote before the credentials are read: the variables
  /// for secrets, and every JWT that stands in a wrong place. A CI is told of those that are used.
  fileprivate func registerAll(of environment: [String: String], arguments: [String]) {
    for variable in Environment.secretVariables {
      if let text = environment[variable.rawValue] { register(Secret(text), isMaskedByCI: false) }
    }
    let settings = environment.filter {
      $0.key.hasPrefix("KORE_") || $0.key.hasPrefix("PUBLISH_GATE_")
    }
    for text in Array(settings.values) + arguments {
      for jwt in Secret.jwts(in: text) { register(jwt, isMaskedByCI: false) }
    }
  }
}

extension Timestamp {
  /// The runner's wall clock.
  static var now: Timestamp {
    Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1_000))
  }
}
