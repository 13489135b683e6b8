/// Text escaped for a command that a CI reads off the log: the characters that would end the command
/// or one of its parts, in the form that the CI undoes.
///
/// The text must be on one line already, unless it is a secret to be masked as it is.
/// Sources: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs,
/// https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs,
/// https://www.jetbrains.com/help/teamcity/service-messages.html#Escaped+Values
enum CommandEscaping: CaseIterable {
  case gitHubData
  case gitHubProperty
  /// The agent undoes the same list in properties and in data.
  case azure
  case teamCity

  func escaped(_ text: String) -> String {
    text.unicodeScalars.map { escape(of: $0) ?? String($0) }.joined()
  }

  /// Nil for a character that stays as it is.
  private func escape(of scalar: Unicode.Scalar) -> String? {
    switch self {
    case .gitHubData: Self.percent(scalar, among: "%\r\n")
    case .gitHubProperty: Self.percent(scalar, among: "%\r\n:,")
    case .azure: scalar == "%" ? "%AZP25" : Self.percent(scalar, among: ";]\r\n")
    case .teamCity: Self.bar(scalar)
    }
  }

  private static func percent(_ scalar: Unicode.Scalar, among special: String) -> String? {
    special.unicodeScalars.contains(scalar) ? "%" + scalar.value.padded(to: 2, radix: 16) : nil
  }

  private static func bar(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "|", "'", "[", "]": "|\(scalar)"
    case "\n": "|n"
    case "\r": "|r"
    case _ where scalar.isASCII: nil
    default: scalar.utf16.map { "|0x" + $0.padded(to: 4, radix: 16) }.joined()
    }
  }
}
