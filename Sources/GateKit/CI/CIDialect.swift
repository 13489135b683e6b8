/// The CI whose own conventions the log follows.
package enum CIDialect: String, CaseIterable, Sendable {
  case none
  case github
  case gitlab
  case azure
  case teamcity
  case buildkite

  /// The CI that the variables in the environment speak of.
  ///
  /// Gitea and Forgejo set GitHub's variable, and read GitHub's commands.
  /// Sources: https://docs.github.com/actions/reference/workflows-and-actions/variables,
  /// https://docs.gitlab.com/ci/variables/predefined_variables/,
  /// https://learn.microsoft.com/azure/devops/pipelines/build/variables,
  /// https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html,
  /// https://buildkite.com/docs/pipelines/configure/environment-variables
  package static func detect(environment: [String: String]) -> CIDialect {
    let variables: [(name: String, dialect: CIDialect)] = [
      ("GITHUB_ACTIONS", .github), ("GITLAB_CI", .gitlab), ("TF_BUILD", .azure),
      ("TEAMCITY_VERSION", .teamcity), ("BUILDKITE", .buildkite),
    ]
    return variables.first { isOn($0.name, in: environment) }?.dialect ?? .none
  }

  /// Whether a variable is set, and does not say no.
  package static func isOn(_ name: String, in environment: [String: String]) -> Bool {
    environment[name].map { !["", "0", "false"].contains($0.lowercased()) } ?? false
  }

  /// Whether the CI's own log view is known to show colours, though it is no terminal.
  package var showsColors: Bool {
    switch self {
    case .github, .gitlab, .buildkite: true
    case .none, .azure, .teamcity: false
    }
  }

  /// A renderer that adds the CI's own lines to those for people.
  ///
  /// - Parameters:
  ///   - text: the renderer of the lines for people.
  ///   - verbosity: with ``Verbosity/quiet``, nothing is said of a run's progress.
  ///   - reportPath: where the report is, or nil when there is none.
  package func renderer(
    around text: any EventRenderer, verbosity: Verbosity, reportPath: String?
  ) -> any EventRenderer {
    let isQuiet = verbosity == .quiet
    return switch self {
    case .none: text
    case .github: GitHubRenderer(text: text, isQuiet: isQuiet)
    case .gitlab: GitLabRenderer(text: text, isQuiet: isQuiet)
    case .azure: AzureRenderer(text: text, isQuiet: isQuiet, reportPath: reportPath)
    case .teamcity: TeamCityRenderer(text: text, isQuiet: isQuiet)
    case .buildkite: BuildkiteRenderer(text: text, isQuiet: isQuiet)
    }
  }
}

extension BotReference {
  /// What a CI's log calls the watch over this bot.
  var watchTitle: String { self == .unknown ? "Publish gate" : "Publish of \(name)" }
}
