import ArgumentParser
import GateKit
import KoreAPI

extension PublishGate {
  /// Tells of arguments that cannot be parsed, and leaves a report.
  ///
  /// ArgumentParser quotes them as they are, but one may be a secret, and one may hold a line that
  /// a CI acts on.
  static func refuse(_ arguments: [String], for error: any Error) async {
    let process = await ProcessContext.live(arguments)
    let whole = fullMessage(for: error)
    var message = message(for: error)
    var usage = ""
    if exitCode(for: error) == .validationFailure {
      let lead = "Error: \(message)"
      usage = whole.hasPrefix(lead) ? String(whole.dropFirst(lead.count)) : ""
    } else {
      // It reads `-fresh-within` as `-f -r -e -s -h …`, and would show the help for the `-h` in it.
      let bundle = arguments.first { $0.hasPrefix("-") && !$0.hasPrefix("--") } ?? ""
      message = "'\(bundle)' is not accepted; an option begins with two dashes"
    }
    message = UntrustedText(process.secrets.redacted(message)).sanitized(limit: 1_000)
    process.console.write([OutputLine(.standardError, "Error: \(message)\(usage)")])
    if let readable = PartialArguments(arguments) {
      let reader = SettingReader(environment: process.environment)
      let isDemo = arguments.first == DemoCommand.configuration.commandName
      await process.leaveWord(
        of: StartError(message), output: readable.output.readableSettings(reader),
        bot: isDemo ? .demo : try? readable.connection.bot(reader))
    }
    await process.console.flush(within: patience)
  }
}
