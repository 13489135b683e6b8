import ArgumentParser
import GateKit
import KoreAPI

/// Waits for a bot's publish to end, judges it, reports it, and exits with its code.
struct WaitCommand: ParsableCommand, GateCommand, WaitingDefaults {
  static let configuration = CommandConfiguration(
    commandName: "wait",
    abstract: "Wait for a bot's publish to end, and exit with the code of its outcome.",
    discussion: "\(HelpText.times)\n\n\(HelpText.exitCodes)")

  static let defaults = GateSettings(bot: .unknown)

  @OptionGroup(title: "Bot and server") var connection: ConnectionOptions
  @OptionGroup(title: "Credentials") var credentials: CredentialOptions
  @OptionGroup(title: "Waiting and judging") var waiting: WaitingOptions<WaitCommand>
  @OptionGroup(title: "Output") var output: OutputOptions

  /// All that a run goes by; the endpoint and the credentials are nil only after a mistake.
  struct Settings {
    var gate = WaitCommand.defaults
    var endpoint: StatusEndpoint?
    var proxy: ProxySettings?
    /// The file of certificates, and the place of a mistake in it among the others.
    var certificates: (source: SettingReader.Source, place: Int)?
    var credentials: Credentials?
    var output = OutputSettings()
  }

  func settings(_ reader: inout SettingReader) -> Settings {
    var settings = Settings()
    let bot = connection.bot(&reader)
    settings.gate.bot = bot ?? .unknown
    settings.endpoint = connection.endpoint(&reader, bot: bot)
    settings.proxy = connection.proxy(&reader, for: settings.endpoint)
    settings.certificates = connection.certificates(reader).map { ($0, reader.mistakes.count) }
    settings.credentials = credentials.credentials(&reader)
    waiting.read(&reader, into: &settings.gate)
    settings.output = output.settings(&reader)
    return settings
  }

  func run(in process: ProcessContext) async -> Outcome {
    var reader = SettingReader(environment: process.environment)
    let settings = settings(&reader)
    var reporter = RunReporter(of: settings.gate.bot, output: settings.output, in: process)
    // What follows may hang: whatever kills the gate then leaves a report that says that it had not
    // finished. That a report cannot be written is said when the run begins.
    _ = await reporter.writeFirstReports()
    do throws(StartError) {
      let certificates = try await certificates(of: settings, &reader, in: process)
      guard let endpoint = settings.endpoint, let credentials = settings.credentials,
        reader.mistakes.isEmpty
      else { throw StartError(reader.mistakes) }
      let tokens = try await tokens(of: credentials, in: process)
      // Whatever still runs for a token must not outlive the gate.
      defer { tokens.cancel() }
      let doubt = try await firstTokenDoubt(tokens, of: credentials, in: process)
      for secret in settings.proxy?.secrets ?? [] { process.secrets.register(secret) }
      var gate = settings.gate
      gate.canRenewToken = credentials.canRenew
      // As late as can be, since what is left of the job's time is counted from now on.
      settings.output.dialect.readTimes(of: process.environment, now: .now, into: &gate)
      let run = LiveRun(
        settings: gate, output: settings.output, endpoint: endpoint,
        transport: TransportSettings(certificates: certificates, proxy: settings.proxy),
        tokens: tokens, warnings: [doubt].compactMap(\.self))
      return await run.run(in: process)
    } catch {
      return await reporter.refuse(error)
    }
  }

  /// The certificates to trust besides the system's, or nil without such a file or after a mistake.
  ///
  /// - Throws: ``StartError`` when the gate was interrupted.
  private func certificates(
    of settings: Settings, _ reader: inout SettingReader, in process: ProcessContext
  ) async throws(StartError) -> CertificateFile? {
    guard let (source, place) = settings.certificates else { return nil }
    let result = try await process.unlessStopped(
      while: "reading \(UntrustedText(source.text))"
    ) { () async -> Result<CertificateFile, TransportError> in
      do throws(TransportError) {
        return .success(try await CertificateFile(path: source.text))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let certificates):
      return certificates
    case .failure(let error):
      reader.note(StartError("\(source.origin): \(error)."), at: place)
      return nil
    }
  }

  /// - Throws: ``StartError`` when the credentials cannot be read, or the gate was interrupted.
  private func tokens(
    of credentials: Credentials, in process: ProcessContext
  ) async throws(StartError) -> any TokenSource {
    try await process.unlessStopped(while: "reading the credentials") {
      [secrets = process.secrets, console = process.console] () async throws(StartError) in
      try await credentials.tokens(secrets: secrets) { line in
        console.write([OutputLine(.standardError, line)])
      }
    }
  }

  /// Gets the first token before anything is asked, unless a signal comes first.
  ///
  /// - Returns: why the server will probably refuse the token, or nil.
  /// - Throws: ``StartError`` when there is no token, or the gate was interrupted.
  private func firstTokenDoubt(
    _ tokens: any TokenSource, of credentials: Credentials, in process: ProcessContext
  ) async throws(StartError) -> Warning? {
    guard credentials.areReadyMade else { return nil }
    let token = try await process.unlessStopped(
      while: "waiting for the token of \(credentials.origin)"
    ) { () async throws(StartError) in
      do throws(CredentialError) {
        return try await tokens.token()
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
