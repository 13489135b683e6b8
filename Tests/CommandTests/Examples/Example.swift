import Foundation
import TestSupport
import Testing
import Yams

/// A step of an example, as its CI would run it.
struct Example {
  let script: String

  /// What the file itself puts into the environment.
  let environment: [String: String]

  /// A job of a GitLab pipeline, or of a component when it has inputs: the first one of its matrix.
  ///
  /// - Parameter inputs: those of the component that have no default, or another value.
  init(gitLabJob name: String, in file: String, inputs: [String: String] = [:]) throws {
    let documents = try Array(Yams.load_all(yaml: try Self.text(of: file)))
    let spec = (documents.first as? [String: Any])?["spec"] as? [String: Any]
    var values = inputs
    for (input, declaration) in spec?["inputs"] as? [String: Any] ?? [:]
    where values[input] == nil {
      let preset = (declaration as? [String: Any])?["default"] as? String
      let value: String = try #require(preset, "\(input) has no value")
      values[input] = value
    }
    let jobs = try #require(Self.filled(documents.last, with: values) as? [String: Any])
    var job = try #require(jobs[name] as? [String: Any], "\(file) has no job \(name)")
    if let parent = job["extends"] as? String, let inherited = jobs[parent] as? [String: Any] {
      job.merge(inherited) { own, _ in own }
    }
    let matrix = (job["parallel"] as? [String: Any])?["matrix"] as? [[String: Any]]
    environment = [jobs["variables"], job["variables"], matrix?.first].reduce(into: [:]) {
      $0.merge(Self.variables($1)) { $1 }
    }
    script = try #require(job["script"] as? [String]).joined(separator: "\n")
  }

  /// A step of a GitHub workflow or composite action.
  ///
  /// - Parameter values: those of the expressions by the name of their variable, all of them.
  init(gitHubStep name: String, in file: String, values: [String: String]) throws {
    let root = try #require(try Yams.load(yaml: try Self.text(of: file)) as? [String: Any])
    let jobs = (root["jobs"] as? [String: Any])?.values.compactMap { $0 as? [String: Any] } ?? []
    let steps = (jobs + [root["runs"] as? [String: Any] ?? [:]])
      .flatMap { $0["steps"] as? [[String: Any]] ?? [] }
    let step = try #require(
      steps.first { $0["name"] as? String == name }, "\(file) has no step \(name)")
    let declared = Self.variables(step["env"])
    #expect(Set(values.keys).isSubset(of: declared.keys), "\(file) does not set all of these")
    environment = try declared.reduce(into: [:]) { environment, variable in
      let isExpression = variable.value.contains("${{")
      environment[variable.key] =
        isExpression
        ? try #require(values[variable.key], "\(variable.key) has no value") : variable.value
    }
    script = try #require(step["run"] as? String)
  }

  /// A node of a component with the values of its inputs.
  private static func filled(_ node: Any?, with values: [String: String]) -> Any? {
    switch node {
    case let text as String: return filledText(text, with: values)
    case let list as [Any]: return list.compactMap { filled($0, with: values) }
    case let map as [String: Any]:
      return map.reduce(into: [String: Any]()) { filledMap, entry in
        filledMap[filledText(entry.key, with: values)] = filled(entry.value, with: values)
      }
    default: return node
    }
  }

  private static func filledText(_ text: String, with values: [String: String]) -> String {
    values.reduce(text) { $0.replacingOccurrences(of: "$[[ inputs.\($1.key) ]]", with: $1.value) }
  }

  private static func text(of file: String) throws -> String {
    try TestFiles.text("../ci-examples/\(file)")
  }

  /// Either `NAME: value`, or GitLab's `NAME: {value: …}`.
  private static func variables(_ node: Any?) -> [String: String] {
    (node as? [String: Any] ?? [:]).mapValues { value in
      let inner = (value as? [String: Any])?["value"] ?? value
      return inner as? String ?? "\(inner)"
    }
  }
}
