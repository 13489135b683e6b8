import ArgumentParser
import GateKit

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The program: parses its arguments, runs one command, and exits with the code of the outcome.
@main
struct PublishGate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish-gate",
    abstract: "Wait for a Kore.ai bot's publish to end, judge it, and exit with its outcome.",
    discussion: """
      Run it right after the call that starts a publish. It asks for the publish status until the \
      publish has ended, shows its progress, writes a JUnit report, and exits with 0 only when a \
      fresh publish is proven to have succeeded.

      \(HelpText.exitCodes)
      """,
    version: BuildInfo.text,
    subcommands: [WaitCommand.self, DemoCommand.self, SimulateCommand.self],
    defaultSubcommand: WaitCommand.self)

  /// How long the last lines may take to be written where nobody reads them.
  private static let patience: Duration = .seconds(1)

  static func main() async {
    POSIX.prepareStandardStreams()
    guard let arguments = POSIX.arguments else {
      _ = try? FileDescriptor.standardError.writeAll(
        "error: the system gave this program no arguments, not even its name.\n".utf8)
      POSIX.exitNow(Outcome.internalError.exitCode)
    }
    let command = command(of: arguments)
    let process = await ProcessContext.live(arguments)
    let outcome = await command.run(in: process)
    await process.console.flush(within: patience)
    POSIX.exitNow(outcome.exitCode)
  }

  /// The command that the arguments are for; where they only ask for a text, it is shown and the
  /// process ends.
  private static func command(of arguments: [String]) -> any GateCommand {
    do {
      var command = try parseAsRoot(arguments)
      if let command = command as? any GateCommand { return command }
      try command.run()
      exit()
    } catch {
      let isText = PartialArguments.areForText(arguments)
      guard exitCode(for: error) == .validationFailure || !isText else { exit(withError: error) }
      return UnparsedCommand(arguments: arguments, error: error)
    }
  }
}
