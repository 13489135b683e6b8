import Foundation
import TestSupport

/// A CI as the gate finds it: the variables that it sets, and what it takes beside the log.
enum CIHost: String, CaseIterable {
  case github
  case gitlab
  case azure
  case teamcity
  case buildkite

  func environment(in folder: TemporaryFolder) throws -> [String: String] {
    switch self {
    case .github:
      return [
        "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "\(folder.path)/summary.md",
        "GITHUB_OUTPUT": "\(folder.path)/outputs",
      ]
    case .gitlab:
      return ["GITLAB_CI": "true", "PUBLISH_GATE_DOTENV": "gate.env"]
    case .azure:
      return ["TF_BUILD": "True", "AGENT_TEMPDIRECTORY": "\(folder.path)/temp"]
    case .teamcity:
      return ["TEAMCITY_VERSION": "2026.1"]
    case .buildkite:
      let programs = try folder.program(
        "buildkite-agent",
        "env >agent-environment\necho \"$@\" >annotation.md\ncat >>annotation.md\n")
      return [
        "BUILDKITE": "true",
        "PATH": programs + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
      ]
    }
  }

  /// The files that the CI reads, each with its text, or nil when there is none.
  func files(in folder: TemporaryFolder) -> [(name: String, text: String?)] {
    let names =
      switch self {
      case .github: ["summary.md", "outputs"]
      case .gitlab: ["gate.env"]
      case .azure: ["temp/publish-gate-summary-st-demo.md"]
      case .teamcity: [String]()
      case .buildkite: ["annotation.md"]
      }
    return names.map { ($0, folder.read($0)) }
  }
}
