/// A workflow command of GitHub Actions: one whole line, with what it carries escaped.
///
/// Sources: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands,
/// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
package struct GitHubCommand: Equatable, Sendable {
  package let line: String

  private init(_ name: String, escaping properties: [(name: String, value: String)], data: String) {
    let list = properties.map { "\($0.name)=\(Self.escaped(property: $0.value))" }
      .joined(separator: ",")
    line = "::\(name)\(list.isEmpty ? "" : " " + list)::\(Self.escaped(data: data))"
  }

  /// Hides a secret wherever the log of the job would show it, so it is taken as it is.
  package static func addMask(_ secret: String) -> GitHubCommand {
    GitHubCommand("add-mask", escaping: [], data: secret)
  }

  static func group(_ title: String) -> GitHubCommand {
    GitHubCommand("group", escaping: [], data: Sanitizer.oneLine(title))
  }

  static let endGroup = GitHubCommand("endgroup", escaping: [], data: "")

  static func error(title: String, _ message: String) -> GitHubCommand {
    annotation("error", title: title, message)
  }

  static func warning(title: String, _ message: String) -> GitHubCommand {
    annotation("warning", title: title, message)
  }

  private static func annotation(
    _ name: String, title: String, _ message: String
  ) -> GitHubCommand {
    GitHubCommand(
      name, escaping: [("title", Sanitizer.oneLine(title))], data: Sanitizer.oneLine(message))
  }

  private static func escaped(data: String) -> String {
    data.unicodeScalars.map { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: String(scalar)
      }
    }.joined()
  }

  private static func escaped(property: String) -> String {
    escaped(data: property).unicodeScalars.map { scalar in
      switch scalar {
      case ":": "%3A"
      case ",": "%2C"
      default: String(scalar)
      }
    }.joined()
  }
}
