import ArgumentParser
import GateKit

/// What the gate shows, and the report that it writes.
struct OutputOptions: ParsableArguments {
  @Option(
    name: Setting.junit.longName,
    help: Setting.junit.help(
      "Where the JUnit report goes.", value: "file", defaultText: OutputSettings.defaultReportPath))
  var junit: String?

  @Flag(name: .customLong("no-junit"), help: "Write no report.")
  var noJUnit = false

  @Option(
    name: Setting.format.longName,
    help: Setting.format.help(
      "Lines for people (text), or one JSON object a line (json).", value: "format",
      defaultText: "text"))
  var format: String?

  @Option(
    name: Setting.ci.longName,
    help: Setting.ci.help(
      "Whose log conventions to follow: auto, none, github, gitlab, azure, teamcity or buildkite.",
      value: "name", defaultText: "auto"))
  var ci: String?

  @Option(
    name: Setting.summary.longName,
    help: Setting.summary.help(
      "Also write a summary for people: Markdown (.md) or HTML (.html).", value: "file"))
  var summary: String?

  @Option(
    name: Setting.dotenv.longName,
    help: Setting.dotenv.help(
      "Also write the outcome as variables, for GitLab's dotenv report.", value: "file"))
  var dotenv: String?

  @Option(
    name: Setting.color.longName,
    help: "Colours: auto, always or never (NO_COLOR, CLICOLOR_FORCE; default: auto)")
  var color: String?

  @Flag(name: .long, help: "Also show every request.")
  var verbose = false

  @Flag(name: .long, help: "Show only the last line, warnings and errors.")
  var quiet = false

  /// Where the report goes, or nil for none.
  func reportPath(_ reader: SettingReader) -> String? {
    let path = reader.source(.junit, flag: junit).flatMap { $0.text.isEmpty ? nil : $0.text }
    return noJUnit ? nil : path ?? OutputSettings.defaultReportPath
  }

  /// - Throws: ``StartError`` for the first setting that cannot be read.
  func settings(_ reader: SettingReader) throws(StartError) -> OutputSettings {
    let (settings, errors) = read(reader)
    if let error = errors.first { throw error }
    return settings
  }

  /// The settings as far as they can be read, for a run that is refused.
  func readableSettings(_ reader: SettingReader) -> OutputSettings { read(reader).settings }

  private func read(_ reader: SettingReader) -> (settings: OutputSettings, errors: [StartError]) {
    var settings = OutputSettings(reportPath: reportPath(reader))
    settings.dotenvPath = reader.source(.dotenv, flag: dotenv).flatMap {
      $0.text.isEmpty ? nil : $0.text
    }
    settings.dialect = CIDialect.detect(environment: reader.environment)
    settings.verbosity = quiet ? .quiet : verbose ? .verbose : .normal
    var errors: [StartError] = []
    func attempt(_ part: () throws(StartError) -> Void) {
      do throws(StartError) { try part() } catch { errors.append(error) }
    }
    attempt { () throws(StartError) in try checkCombinations(reader) }
    attempt { () throws(StartError) in
      try reader.read(.summary, flag: summary, into: &settings.summary) {
        text throws(InvalidValue) in try SummaryFile(parsing: text)
      }
    }
    attempt { () throws(StartError) in
      try reader.read(.ci, flag: ci, into: &settings.dialect) { text throws(InvalidValue) in
        guard text != "auto" else { return CIDialect.detect(environment: reader.environment) }
        guard let dialect = CIDialect(rawValue: text) else {
          let names = CIDialect.allCases.map(\.rawValue).joined(separator: ", ")
          throw InvalidValue(accepted: "auto, \(names)")
        }
        return dialect
      }
    }
    attempt { () throws(StartError) in
      try reader.read(.format, flag: format, into: &settings.format) { text throws(InvalidValue) in
        try OutputSettings.Format(parsing: text)
      }
    }
    attempt { () throws(StartError) in
      try reader.read(.color, flag: color, into: &settings.color) { text throws(InvalidValue) in
        try OutputSettings.Color(parsing: text)
      }
    }
    return (settings, errors)
  }

  private func checkCombinations(_ reader: SettingReader) throws(StartError) {
    if noJUnit, junit != nil { throw StartError("--junit and --no-junit exclude each other.") }
    if verbose, quiet { throw StartError("--verbose and --quiet exclude each other.") }
    for source in [reader.source(.junit, flag: junit), reader.source(.dotenv, flag: dotenv)] {
      if let source, source.text.isEmpty { throw source.error(accepted: "the path of a file") }
    }
  }
}

extension RawRepresentable<String> where Self: CaseIterable {
  /// - Throws: ``InvalidValue`` with the list of the accepted words.
  init(parsing text: String) throws(InvalidValue) {
    guard let value = Self(rawValue: text) else {
      throw InvalidValue(accepted: Self.allCases.map(\.rawValue).joined(separator: " or "))
    }
    self = value
  }
}
