import ArgumentParser
import GateKit

/// What the gate shows, and the report that it writes.
struct OutputOptions: ParsableArguments {
  private static let defaults = OutputSettings()

  @Option(
    help: Setting.junit.help(
      "Where the JUnit report goes.", value: "file", defaultText: OutputSettings.defaultReportPath),
    completion: .file())
  var junit: String?

  @Flag(name: .customLong("no-junit"), help: "Write no report.")
  var noJUnit = false

  @Option(
    help: Setting.format.help(
      "Lines for people (text), or one JSON object a line (json).", value: "format",
      defaultText: Self.defaults.format.rawValue),
    completion: .list(OutputSettings.Format.allCases.map(\.rawValue)))
  var format: String?

  @Option(
    help: Setting.ci.help(
      "Whose log conventions to follow: \(Self.ciNames.joined(separator: ", ")).", value: "name",
      defaultText: Self.detected),
    completion: .list(Self.ciNames))
  var ci: String?

  @Option(
    help: Setting.summary.help(
      "Also write a summary for people: Markdown (.md) or HTML (.html).", value: "file"),
    completion: .file())
  var summary: String?

  @Option(
    help: Setting.dotenv.help(
      "Also write the outcome as variables, for GitLab's dotenv report.", value: "file"),
    completion: .file())
  var dotenv: String?

  @Option(
    help: Setting.color.help(
      "Colours: auto, always or never; also NO_COLOR and CLICOLOR_FORCE.", value: "when",
      defaultText: Self.defaults.color.rawValue),
    completion: .list(OutputSettings.Color.allCases.map(\.rawValue)))
  var color: String?

  @Flag(name: .long, help: "Also show every request.")
  var verbose = false

  @Flag(name: .long, help: "Show only the last line, warnings and errors.")
  var quiet = false

  /// The name for the CI that the environment speaks of.
  private static let detected = "auto"

  private static let ciNames = [detected] + CIDialect.allCases.map(\.rawValue)

  /// The settings as far as they can be read: a run that is refused leaves its reports too.
  func settings(_ reader: inout SettingReader) -> OutputSettings {
    let detected = CIDialect.detect(environment: reader.environment)
    var settings = OutputSettings()
    settings.dialect = detected
    settings.reportPath = OutputSettings.defaultReportPath
    reader.readPath(.junit, flag: junit, into: &settings.reportPath)
    if noJUnit {
      if junit != nil { reader.note(StartError("--junit and --no-junit exclude each other.")) }
      settings.reportPath = nil
    }
    reader.readWord(.format, flag: format, into: &settings.format)
    reader.read(.ci, flag: ci, into: &settings.dialect) { text throws(InvalidValue) in
      guard text != Self.detected else { return detected }
      guard let dialect = CIDialect(rawValue: text) else {
        throw InvalidValue(accepted: Self.ciNames.joined(separator: ", "))
      }
      return dialect
    }
    reader.read(.summary, flag: summary, into: &settings.summary) { text throws(InvalidValue) in
      try SummaryFile(parsing: text)
    }
    reader.readPath(.dotenv, flag: dotenv, into: &settings.dotenvPath)
    reader.readWord(.color, flag: color, into: &settings.color)
    settings.verbosity = quiet ? .quiet : verbose ? .verbose : .normal
    if verbose, quiet { reader.note(StartError("--verbose and --quiet exclude each other.")) }
    return settings
  }
}
