import ArgumentParser
import GateKit
import KoreSimulator

/// Serves the simulator on a loopback port, to try a pipeline before there are credentials.
struct SimulateCommand: ParsableCommand, GateCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Serve the simulator on a loopback port until stopped.",
    discussion: "\(ScenarioOptions.list)\n\nEach bot id that is asked about plays it anew.")

  private static let defaultPort = 8080

  @Option(
    help: Setting.port.help(
      "The port; 0 takes a free one.", value: "port", defaultText: "\(Self.defaultPort)"))
  var port: String?

  @OptionGroup(title: "Simulator") var scenario: ScenarioOptions

  func settings(_ reader: inout SettingReader) -> SimulatorSettings {
    var settings = scenario.settings(&reader, port: Self.defaultPort)
    reader.read(.port, flag: port, into: &settings.port) { text throws(InvalidValue) in
      guard let port = Int(digits: text), (0...65_535).contains(port) else {
        throw InvalidValue(accepted: "a number from 0 to 65535")
      }
      return port
    }
    return settings
  }

  func run(in process: ProcessContext) async -> Outcome {
    var reader = SettingReader(environment: process.environment)
    let settings = settings(&reader)
    do throws(StartError) {
      guard reader.mistakes.isEmpty else { throw StartError(reader.mistakes) }
      return try await serve(settings, in: process)
    } catch {
      var reporter = RunReporter(of: .unknown, output: OutputSettings(), in: process)
      return await reporter.refuse(error)
    }
  }

  /// Serves until a signal comes; being stopped is how this command ends well.
  private func serve(
    _ settings: SimulatorSettings, in process: ProcessContext
  ) async throws(StartError) -> Outcome {
    let server: HTTPServer
    do {
      server = try await Simulator(settings).start()
    } catch {
      throw StartError("--port: \(error)")
    }
    process.console.write(
      Self.introduction(of: settings, port: server.port).map { OutputLine(.standardOutput, $0) })
    for await _ in process.signals.stream { break }
    process.signals.settle(.passed)
    await server.stop()
    return .passed
  }

  /// The two lines that point a gate at the simulator come last, ready to be copied.
  private static func introduction(of settings: SimulatorSettings, port: Int) -> [String] {
    [
      "Playing '\(settings.scenario.name)' on port \(port) until stopped (Ctrl-C). In another shell:",
      "export KORE_BASE_URL=http://127.0.0.1:\(port) KORE_BOT_ID=st-demo KORE_JWT=demo",
      "publish-gate wait",
    ]
  }
}
