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
  static let patience: Duration = .seconds(1)

  static func main() async {
    POSIX.prepareStandardStreams()
    guard let arguments = POSIX.arguments else {
      _ = try? FileDescriptor.standardError.writeAll(
        "error: the system gave this program no arguments, not even its name.\n".utf8)
      POSIX.exitNow(Outcome.internalError.exitCode)
    }
    do {
      var command = try parseAsRoot(arguments)
      guard let command = command as? any GateCommand else { return try command.run() }
      let process = await ProcessContext.live(arguments)
      let outcome = await command.run(in: process)
      await process.console.flush(within: patience)
      POSIX.exitNow(outcome.exitCode)
    } catch {
      let isAskedForText = PartialArguments.areForText(arguments)
      guard exitCode(for: error) == .validationFailure || !isAskedForText else {
        exit(withError: error)
      }
      await refuse(arguments, for: error)
      POSIX.exitNow(Outcome.usage.exitCode)
    }
  }
}
