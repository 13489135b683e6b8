import ArgumentParser
import GateKit
import KoreAPI
import KoreSimulator

/// Runs the gate against the built-in simulator: no account, no network.
struct DemoCommand: ParsableCommand, GateCommand, WaitingDefaults {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Run the gate against the built-in simulator; needs no account and no network.",
    discussion: """
      The simulator's publishes are short, and so are the waits; --speed shortens their defaults with \
      it.

      \(ScenarioOptions.list)

      \(HelpText.times)

      \(HelpText.exitCodes)
      """)

  static let defaults = GateSettings.demo()

  @OptionGroup(title: "Simulator") var scenario: ScenarioOptions
  @OptionGroup(title: "Waiting and judging") var waiting: WaitingOptions<DemoCommand>
  @OptionGroup(title: "Output") var output: OutputOptions

  /// All that a run goes by.
  struct Settings {
    let simulator: SimulatorSettings
    var gate: GateSettings
    var output = OutputSettings()
  }

  func settings(_ reader: inout SettingReader) -> Settings {
    let simulator = scenario.settings(&reader, port: 0)
    var settings = Settings(simulator: simulator, gate: .demo(atSpeed: simulator.speed))
    waiting.read(&reader, into: &settings.gate)
    settings.output = output.settings(&reader)
    return settings
  }

  func run(in process: ProcessContext) async -> Outcome {
    var reader = SettingReader(environment: process.environment)
    let settings = settings(&reader)
    var reporter = RunReporter(of: settings.gate.bot, output: settings.output, in: process)
    do throws(StartError) {
      guard reader.mistakes.isEmpty else { throw StartError(reader.mistakes) }
      return try await Self.start(settings.simulator).serving { port async throws(StartError) in
        await (try Self.run(settings, port: port)).run(in: process)
      }
    } catch {
      return await reporter.refuse(error)
    }
  }

  private static func run(_ settings: Settings, port: Int) throws(StartError) -> LiveRun {
    do {
      return LiveRun(
        settings: settings.gate, output: settings.output,
        endpoint: try StatusEndpoint(
          base: "http://127.0.0.1:\(port)", pathTemplate: StatusEndpoint.defaultPathTemplate,
          botID: settings.gate.bot.id),
        transport: TransportSettings(),
        tokens: try StaticToken("demo", origin: "the demo's token"))
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
