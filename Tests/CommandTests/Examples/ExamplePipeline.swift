/// The examples whose publish step and gate step are run.
enum ExamplePipeline: String, CaseIterable {
  case gitLab = "gitlab/.gitlab-ci.yml"
  case gitLabMatrix = "gitlab/matrix/.gitlab-ci.yml"
  case gitLabComponent = "gitlab/component/templates/publish-gate.yml"
  case gitHub = "github/workflow.yml"
  case gitHubMatrix = "github/matrix/workflow.yml"

  var isGitLab: Bool { rawValue.hasPrefix("gitlab") }

  /// The step that starts the publish.
  func publish(at server: String) throws -> Example {
    switch self {
    case .gitLab, .gitLabMatrix: try Example(gitLabJob: "publish", in: rawValue)
    case .gitLabComponent:
      try Example(gitLabJob: "kore-publish", in: rawValue, inputs: Self.inputs(server, ""))
    case .gitHub, .gitHubMatrix:
      try Example(
        gitHubStep: "Publish", in: rawValue,
        values: ["KORE_BASE_URL": server, "KORE_BOT_ID": "st-demo", "KORE_JWT": Gate.token])
    }
  }

  /// The step that gates on it.
  ///
  /// - Parameters:
  ///   - since: what the publish step handed over, or empty.
  ///   - isTried: whether the gate plays a simulator of its own.
  func gate(at server: String, since: String, isTried: Bool) throws -> Example {
    switch self {
    case .gitLab, .gitLabMatrix: try Example(gitLabJob: "gate", in: rawValue)
    case .gitLabComponent:
      try Example(
        gitLabJob: "kore-gate", in: rawValue, inputs: Self.inputs(server, isTried ? "success" : "")
      )
    case .gitHub:
      try Example(
        gitHubStep: "Gate", in: rawValue,
        values: [
          "KORE_BASE_URL": server, "KORE_BOT_ID": "st-demo", "KORE_JWT": Gate.token,
          "PUBLISH_GATE_SINCE": since, "TRY": "\(isTried)",
        ])
    case .gitHubMatrix:
      try Example(
        gitHubStep: "Gate", in: "github/action/action.yml",
        values: [
          "KORE_BASE_URL": server, "KORE_BOT_ID": "support=st-demo", "KORE_JWT": Gate.token,
          "KORE_CLIENT_ID": "", "KORE_CLIENT_SECRET": "", "PUBLISH_GATE_SINCE": since,
          "PUBLISH_GATE_TIMEOUT": "", "PUBLISH_GATE_ALLOW_RESOURCE": "",
          "PUBLISH_GATE_JUNIT": "", "SIMULATE": isTried ? "success" : "",
        ])
    }
  }

  private static func inputs(_ server: String, _ scenario: String) -> [String: String] {
    ["bot-id": "st-demo", "base-url": server, "simulate": scenario]
  }
}
