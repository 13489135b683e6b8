/// A logging command of Azure Pipelines: one whole line, with what it carries escaped.
///
/// Sources: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands,
/// https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
struct AzureCommand: Equatable {
  let line: String

  init(_ name: String, _ properties: KeyValuePairs<String, String>, _ data: String) {
    let list = properties.map { "\($0)=\(Self.escaped($1));" }.joined()
    line = "##vso[\(name)\(list.isEmpty ? "" : " " + list)]\(Self.escaped(data))"
  }

  /// The agent undoes the same list in properties and in data.
  private static func escaped(_ text: String) -> String {
    Sanitizer.oneLine(text).unicodeScalars.map { scalar in
      switch scalar {
      case "%": "%AZP25"
      case ";": "%3B"
      case "]": "%5D"
      case "\r": "%0D"
      case "\n": "%0A"
      default: String(scalar)
      }
    }.joined()
  }
}
