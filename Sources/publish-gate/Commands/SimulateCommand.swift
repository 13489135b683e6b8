import ArgumentParser
import GateKit
import KoreSimulator

/// Serves the simulator on a loopback port, to try a pipeline before there are credentials.
struct SimulateCommand: GateCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Serve the simulator on a loopback port until stopped.",
    discussion: "\(ScenarioOptions.list)\n\nEach bot id that is asked about plays it anew.")

  @Option(name: .long, help: ArgumentHelp("The port; 0 takes a free one. (default: 8080)"))
  var port: String?

  @OptionGroup(title: "Simulator") var scenario: ScenarioOptions

  func run(in process: ProcessContext) async -> Outcome {
    do {
      let settings = try scenario.settings(port: try checkedPort())
      return try await serve(settings, in: process)
    } catch {
      return await process.refuse(error, output: OutputSettings(), bot: nil)
    }
  }

  func checkedPort() throws(StartError) -> Int {
    let text = port ?? "8080"
    guard let number = Int(digits: text), (0...65_535).contains(number) else {
      let source = SettingReader.Source(text: text, origin: "--port")
      throw source.error(accepted: "a number from 0 to 65535")
    }
    return number
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
    for await _ in process.interruptions.signals { break }
    process.interruptions.settle(.passed)
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
