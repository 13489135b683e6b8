import ArgumentParser
import GateKit
import KoreSimulator

/// What the simulator plays, and how fast.
struct ScenarioOptions: ParsableArguments {
  /// What is played when nothing else is asked for.
  static let defaults = SimulatorSettings(scenario: Scenario.all[0])

  @Option(
    help: Setting.scenario.help(
      "What the simulator plays; the list stands above.", value: "name",
      defaultText: Self.defaults.scenario.name),
    completion: .list(Scenario.all.map(\.name)))
  var scenario: String?

  @Option(
    help: Setting.speed.help(
      "How many times faster than real time, from 0.1 to 1000.", value: "number",
      defaultText: HelpText.number(Self.defaults.speed)))
  var speed: String?

  /// The scenarios with what they play, for the help text.
  static let list =
    "SCENARIOS:\n" + HelpText.table(Scenario.all.map { ($0.name, $0.summary) }, width: 16)

  func settings(_ reader: inout SettingReader, port: Int) -> SimulatorSettings {
    var settings = Self.defaults
    settings.port = port
    reader.read(.scenario, flag: scenario, into: &settings.scenario) { text throws(InvalidValue) in
      guard let scenario = Scenario.named(text) else {
        throw InvalidValue(accepted: Scenario.all.map(\.name).joined(separator: ", "))
      }
      return scenario
    }
    reader.read(.speed, flag: speed, into: &settings.speed) { text throws(InvalidValue) in
      guard let speed = Double(decimal: text), (0.1...1_000).contains(speed) else {
        throw InvalidValue(accepted: "a number from 0.1 to 1000")
      }
      return speed
    }
    return settings
  }
}
