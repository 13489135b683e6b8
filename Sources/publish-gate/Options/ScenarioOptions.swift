import ArgumentParser
import GateKit
import KoreSimulator

/// What the simulator plays, and how fast.
struct ScenarioOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the simulator plays; the list stands above. (default: success)", valueName: "name"))
  var scenario: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How many times faster than real time, from 0.1 to 1000. (default: 1)",
      valueName: "number"))
  var speed: String?

  /// The scenarios with what they play, for the help text.
  static let list =
    "SCENARIOS:\n" + HelpText.table(Scenario.all.map { ($0.name, $0.summary) }, width: 16)

  func settings(port: Int) throws(StartError) -> SimulatorSettings {
    let name = scenario ?? "success"
    guard let played = Scenario.named(name) else {
      let source = SettingReader.Source(text: name, origin: "--scenario")
      throw source.error(accepted: Scenario.all.map(\.name).joined(separator: ", "))
    }
    let speed = speed ?? "1"
    guard let factor = Double(decimal: speed), (0.1...1_000).contains(factor) else {
      let source = SettingReader.Source(text: speed, origin: "--speed")
      throw source.error(accepted: "a number from 0.1 to 1000")
    }
    return SimulatorSettings(scenario: played, port: port, speed: factor)
  }
}
