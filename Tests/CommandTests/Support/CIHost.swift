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
    fileNames.map { ($0, folder.read($0)) }
  }

  var fileNames: [String] {
    switch self {
    case .github: ["summary.md", "outputs"]
    case .gitlab: ["gate.env"]
    case .azure: ["temp/publish-gate-summary-st-demo.md"]
    case .teamcity: []
    case .buildkite: ["annotation.md"]
    }
  }

  /// The same files as they should be.
  ///
  /// - Parameter outputs: as `name=value`, with a space between two.
  func files(summary: String, outputs: String, code: Int32) -> [String] {
    let outputs = outputs.split { $0.isWhitespace }.map { $0 + "\n" }
    switch self {
    case .github: return ["\n" + summary, outputs.joined()]
    case .gitlab:
      return [
        outputs.map { output in
          let parts = output.split(separator: "=", maxSplits: 1)
          let name = parts[0].uppercased().replacingOccurrences(of: "-", with: "_")
          return "PUBLISH_GATE_\(name)=\(parts[1])"
        }.joined()
      ]
    case .azure: return [summary]
    case .teamcity: return []
    case .buildkite:
      let style =
        switch code {
        case 0: "success"
        case 73, 75, 124: "warning"
        default: "error"
        }
      return ["annotate --style \(style) --context publish-gate-st-demo\n" + summary]
    }
  }

  var showsColors: Bool {
    switch self {
    case .github, .gitlab, .buildkite: true
    case .azure, .teamcity: false
    }
  }

  /// Adds what is not told of events: the token that is to be masked, and where the summary is.
  func addOwnLines(to log: inout [String], in folder: TemporaryFolder) {
    switch self {
    case .github: log.insert("err ::add-mask::\(Gate.token)", at: 0)
    case .azure:
      let end = log.firstIndex {
        $0.hasPrefix("##vso[task.") && !$0.hasPrefix("##vso[task.setprogress")
      }
      let path = "\(folder.path)/temp/publish-gate-summary-st-demo.md"
      log.insert("##vso[task.uploadsummary]\(path)", at: end ?? log.endIndex)
    case .gitlab, .teamcity, .buildkite: break
    }
  }
}
