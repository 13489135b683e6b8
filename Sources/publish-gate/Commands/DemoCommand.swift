import ArgumentParser
import GateKit
import KoreAPI
import KoreSimulator

/// Runs the gate against the built-in simulator: no account, no network.
struct DemoCommand: GateCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Run the gate against the built-in simulator; needs no account and no network.",
    discussion: "\(ScenarioOptions.list)\n\n\(HelpText.times)\n\n\(HelpText.exitCodes)")

  @OptionGroup(title: "Simulator") var scenario: ScenarioOptions
  @OptionGroup(title: "Waiting and judging") var waiting: WaitingOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(in process: ProcessContext) async -> Outcome {
    let reader = SettingReader(environment: process.environment)
    let bot = BotReference.demo
    do {
      let output = try output.settings(reader)
      let simulator = try scenario.settings(port: 0)
      var settings = Self.settings(for: bot, speed: simulator.speed)
      try waiting.read(reader, into: &settings)
      let simulating = try await Self.start(simulator)
      return try await simulating.serving { [settings] port async throws(StartError) in
        try await process.runGate(
          settings, output: output, server: try Self.server(port: port, bot: bot))
      }
    } catch {
      return await process.refuse(error, output: output.readableSettings(reader), bot: bot)
    }
  }

  /// Waits that fit the simulator's short publishes; flags and variables win over them.
  private static func settings(for bot: BotReference, speed: Double) -> GateSettings {
    var settings = GateSettings(bot: bot)
    func atSpeed(_ seconds: Double) -> Duration { .seconds(max(0.02, seconds / speed)) }
    settings.limits.total = atSpeed(120)
    settings.limits.start = atSpeed(8)
    settings.limits.contact = atSpeed(8)
    settings.backoff.initial = atSpeed(0.8)
    settings.backoff.maximum = atSpeed(2)
    settings.backoff.factor = 1.2
    settings.backoff.retryBase = atSpeed(1)
    return settings
  }

  private static func server(
    port: Int, bot: BotReference
  ) throws(StartError) -> ProcessContext.Server {
    do {
      return ProcessContext.Server(
        endpoint: try StatusEndpoint(
          base: "http://127.0.0.1:\(port)",
          pathTemplate: ConnectionOptions.defaultStatusPath, botID: bot.id),
        transport: TransportSettings(), tokens: try StaticToken("demo", origin: "the demo's token"))
    } catch {
      throw StartError("\(error).", outcome: .internalError)
    }
  }

  private static func start(_ settings: SimulatorSettings) async throws(StartError) -> HTTPServer {
    do {
      return try await Simulator(settings).start()
    } catch {
      throw StartError("\(error)", outcome: .internalError)
    }
  }
}
