import ArgumentParser
import GateKit
import KoreAPI

/// Waits for a bot's publish to end, judges it, reports it, and exits with its code.
struct WaitCommand: GateCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait",
    abstract: "Wait for a bot's publish to end, and exit with the code of its outcome.",
    discussion: "\(HelpText.times)\n\n\(HelpText.exitCodes)")

  @OptionGroup(title: "Bot and server") var connection: ConnectionOptions
  @OptionGroup(title: "Credentials") var credentials: CredentialOptions
  @OptionGroup(title: "Waiting and judging") var waiting: WaitingOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(in process: ProcessContext) async -> Outcome {
    let reader = SettingReader(environment: process.environment)
    do {
      let output = try output.settings(reader)
      let bot = try connection.bot(reader)
      var settings = GateSettings(bot: bot)
      try waiting.read(reader, into: &settings)
      let endpoint = try connection.endpoint(reader, bot: bot)
      let transport = try connection.transport(
        reader, environment: process.environment, endpoint: endpoint)
      process.writeFirstReport(of: bot, path: output.reportPath)
      let credentials = try await process.unlessStopped(while: "reading the credentials") {
        [credentials, secrets = process.secrets, console = process.console]
        () async throws(StartError) in
        try await credentials.credentials(reader, secrets: secrets) {
          console.write([OutputLine(.standardError, $0)])
        }
      }
      // Whatever still runs for a token must not outlive the gate.
      defer { credentials.tokens.cancel() }
      for secret in transport.proxy?.secrets ?? [] { process.secrets.register(secret) }
      if output.dialect == .github { process.console.maskSecretsOnGitHub() }
      let doubt = try await firstTokenDoubt(credentials, in: process)
      settings.canRenewToken = credentials.canRenew
      let server = ProcessContext.Server(
        endpoint: endpoint, transport: transport, tokens: credentials.tokens)
      // As late as can be, since what is left of the job's time is counted from now on.
      if output.dialect == .gitlab { waiting.readGitLab(reader, into: &settings) }
      return try await process.runGate(
        settings, output: output, server: server, warnings: [doubt].compactMap(\.self))
    } catch {
      return await process.refuse(
        error, output: output.readableSettings(reader), bot: botForReport(reader))
    }
  }

  /// The bot as far as it can be read, so that even a refused run leaves a report under its name.
  private func botForReport(_ reader: SettingReader) -> BotReference? {
    try? connection.bot(reader)
  }

  /// Gets the first token before anything is asked, unless a signal comes first.
  ///
  /// - Returns: why the server will probably refuse the token, or nil.
  /// - Throws: ``StartError`` when there is no token, or the gate was interrupted.
  private func firstTokenDoubt(
    _ credentials: Credentials, in process: ProcessContext
  ) async throws(StartError) -> Warning? {
    guard credentials.isReadyMade else { return nil }
    let token = try await process.unlessStopped(
      while: "waiting for the token of \(credentials.origin)"
    ) { () async throws(StartError) in
      do throws(CredentialError) {
        return try await credentials.tokens.token()
      } catch {
        throw StartError(error)
      }
    }
    process.secrets.register(token)
    return TokenValidity(of: token)?.doubt(at: .now).map {
      .tokenTime(origin: credentials.origin, $0)
    }
  }
}
