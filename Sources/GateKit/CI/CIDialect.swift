/// The CI whose own conventions the log follows.
package enum CIDialect: String, CaseIterable, Sendable {
  case none
  case github
  case gitlab
  case azure
  case teamcity
  case buildkite

  /// What sets the CI apart, or nil for a plain log.
  private var system: (any CISystem)? {
    switch self {
    case .none: nil
    case .github: GitHub()
    case .gitlab: GitLab()
    case .azure: Azure()
    case .teamcity: TeamCity()
    case .buildkite: Buildkite()
    }
  }

  /// The CI that the variables in the environment speak of.
  package static func detect(environment: [String: String]) -> CIDialect {
    allCases.first { $0.system.map { isOn($0.variable, in: environment) } ?? false } ?? .none
  }

  /// Whether a variable is set, and does not say no.
  package static func isOn(_ name: String, in environment: [String: String]) -> Bool {
    environment[name].map { !["", "0", "false"].contains($0.lowercased()) } ?? false
  }

  /// Whether the CI's own log view is known to show colours, though it is not a terminal.
  package var showsColors: Bool { system?.showsColors ?? false }

  /// A renderer that adds the CI's own lines to those for people.
  ///
  /// - Parameters:
  ///   - text: the renderer of the lines for people.
  ///   - verbosity: with ``Verbosity/quiet``, nothing is said of a run's progress.
  ///   - reportPath: where the report is, or nil when there is none.
  package func renderer(
    around text: any EventRenderer, verbosity: Verbosity, reportPath: String?
  ) -> any EventRenderer {
    guard let system else { return text }
    return CIRenderer(
      system: system, text: text, isQuiet: verbosity == .quiet, reportPath: reportPath)
  }

  /// The files that the CI takes when a run has ended.
  package func files(
    for record: RunRecord, reportPath: String?, environment: [String: String],
    summary: () -> String
  ) -> [CIFile] {
    system?.files(
      for: record, reportPath: reportPath, environment: environment, summary: summary) ?? []
  }

  /// The program that shows the end on the CI's page of the build, or nil when there is none.
  package func program(for record: RunRecord, summary: () -> String) -> CIProgram? {
    system?.program(for: record, summary: summary)
  }

  /// The line that hides a secret wherever the log of the job would show it, or nil where the CI
  /// has no such command.
  package func maskingCommand(for secret: Secret) -> String? {
    system?.maskingCommand(for: secret)
  }

  /// Fills in what the CI's variables say about the times of the job.
  package func readTimes(
    of environment: [String: String], now: Timestamp, into settings: inout GateSettings
  ) {
    system?.readTimes(of: environment, now: now, into: &settings)
  }
}

/// A CI's own lines, then those for people.
private struct CIRenderer: EventRenderer {
  let system: any CISystem
  let text: any EventRenderer
  let isQuiet: Bool
  let reportPath: String?

  func lines(for event: Event, in record: RunRecord) -> [OutputLine] {
    system.lines(for: event, in: record, isQuiet: isQuiet, reportPath: reportPath)
      .map { OutputLine(.standardOutput, $0) } + text.lines(for: event, in: record)
  }
}
