import GateKit

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// How events are shown, decided once from the settings, the streams and the environment.
struct Display {
  let renderer: any EventRenderer

  /// Nil when standard output is not a terminal, or is that of a CI, or the lines are for programs.
  let bar: LiveBar?

  init(output: OutputSettings, environment: [String: String]) {
    func style(_ stream: FileDescriptor) -> ANSIStyle {
      ANSIStyle(isOn: Self.isColored(stream, output, environment))
    }
    switch output.format {
    case .json:
      renderer = JSONRenderer(
        errorStyle: style(.standardError), verbosity: output.verbosity,
        reportPath: output.reportPath)
      bar = nil
    case .text:
      let colors = style(.standardOutput)
      let text = TextRenderer(
        style: colors, errorStyle: style(.standardError), verbosity: output.verbosity,
        reportPath: output.reportPath)
      renderer = output.dialect.renderer(
        around: text, verbosity: output.verbosity, reportPath: output.reportPath)
      // A CI that gives a step a terminal keeps every picture of the bar in its log.
      let isInCI = output.dialect != .none || CIDialect.isOn("CI", in: environment)
      let hasBar =
        output.verbosity != .quiet && Terminal.isTerminal(.standardOutput) && !isInCI
        && environment["TERM"] != "dumb"
      bar = hasBar ? LiveBar(style: colors, isUnicode: Self.isUnicode(environment)) : nil
    }
  }

  /// A renderer of what a CI or a program reads of the end of a run, without the lines for people.
  static func rendererForPrograms(_ output: OutputSettings) -> any EventRenderer {
    switch output.format {
    case .json:
      EndRenderer(
        all: JSONRenderer(
          errorStyle: ANSIStyle(isOn: false), verbosity: output.verbosity,
          reportPath: output.reportPath))
    case .text:
      EndRenderer(
        all: output.dialect.renderer(
          around: SilentRenderer(), verbosity: output.verbosity, reportPath: output.reportPath))
    }
  }

  private struct EndRenderer: EventRenderer {
    let all: any EventRenderer

    func lines(for event: Event, in record: RunRecord) -> [OutputLine] {
      guard case .ended = event.kind else { return [] }
      return all.lines(for: event, in: record).filter { $0.stream == .standardOutput }
    }
  }

  private struct SilentRenderer: EventRenderer {
    func lines(for _: Event, in _: RunRecord) -> [OutputLine] { [] }
  }

  /// The conventions of https://no-color.org and https://bixense.com/clicolors/; the flag wins.
  private static func isColored(
    _ stream: FileDescriptor, _ output: OutputSettings, _ environment: [String: String]
  ) -> Bool {
    switch output.color {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false { return false }
    if let force = environment["CLICOLOR_FORCE"], !force.isEmpty, force != "0" { return true }
    if output.dialect.showsColors { return true }
    return Terminal.isTerminal(stream) && environment["TERM"] != "dumb"
  }

  /// The first of the three variables that is set decides, as in POSIX.
  private static func isUnicode(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    return locale.map { $0.uppercased().contains("UTF-8") || $0.uppercased().contains("UTF8") }
      ?? false
  }
}
