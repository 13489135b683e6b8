import ArgumentParser
import GateKit

/// Stands in for the command of arguments that cannot be parsed: says so, and leaves a report.
struct UnparsedCommand: GateCommand {
  let arguments: [String]
  /// What ArgumentParser says of them.
  let error: any Error

  func run(in process: ProcessContext) async -> Outcome {
    var reader = SettingReader(environment: process.environment)
    let readable = PartialArguments(arguments)
    let isDemo = arguments.first == DemoCommand.configuration.commandName
    let bot = isDemo ? .demo : readable?.connection.bot(&reader)
    let output = readable?.output.settings(&reader) ?? OutputSettings()
    var reporter = RunReporter(of: bot ?? .unknown, output: output, in: process)
    // ArgumentParser quotes the arguments as they are, but one may be a secret, and one may hold a
    // line that a CI acts on.
    let sentence = UntrustedText(process.secrets.redacted(message)).sanitized(limit: 1_000)
    return await reporter.refuse(StartError(sentence), usage: usage)
  }

  private var isMisreadHelp: Bool { PublishGate.exitCode(for: error) != .validationFailure }

  private var message: String {
    guard isMisreadHelp else { return PublishGate.message(for: error) }
    // It reads `-fresh-within` as `-f -r -e -s -h …`, and would show the help for the `-h` in it.
    let bundle = arguments.first { $0.hasPrefix("-") && !$0.hasPrefix("--") } ?? ""
    return "'\(bundle)' is not accepted; an option begins with two dashes"
  }

  /// What follows the message: how the command is used.
  private var usage: String {
    let lead = "Error: \(message)\n"
    let text = PublishGate.fullMessage(for: error)
    return isMisreadHelp || !text.hasPrefix(lead) ? "" : String(text.dropFirst(lead.count))
  }
}
