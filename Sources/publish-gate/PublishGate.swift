import ArgumentParser
import GateKit

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
    version: GateVersion.text,
    subcommands: [WaitCommand.self, DemoCommand.self, SimulateCommand.self],
    defaultSubcommand: WaitCommand.self)

  /// How long the last lines may take to be written: less than GitHub's 7.5 s between its two
  /// signals.
  private static let patience: Duration = .seconds(5)

  static func main() async {
    Terminal.prepareStandardStreams()
    do {
      var command = try parseAsRoot()
      guard let command = command as? any GateCommand else { return try command.run() }
      let process = await ProcessContext.live()
      let outcome = await command.run(in: process)
      await process.console.flush(within: patience)
      Terminal.exitNow(outcome.exitCode)
    } catch {
      if exitCode(for: error) == .validationFailure { await leaveWord(of: error) }
      exit(withError: error)
    }
  }

  /// Leaves a report of arguments that cannot be parsed; ArgumentParser tells of them on the log.
  private static func leaveWord(of error: any Error) async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let isServing = arguments.first == SimulateCommand.configuration.commandName
    guard !isServing, let readable = ReadableArguments(arguments) else { return }
    let process = await ProcessContext.live()
    let reader = SettingReader(environment: process.environment)
    await process.leaveWord(
      of: SettingError(message(for: error)), output: readable.output.readableSettings(reader),
      bot: try? readable.connection.bot(reader))
    await process.console.flush(within: patience)
  }

  /// What can be read of arguments that cannot be parsed as a whole.
  private struct ReadableArguments: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions
    @Argument(parsing: .allUnrecognized) var rest: [String] = []

    init() {}

    /// One without its value makes all others unreadable, but not what the environment says.
    init?(_ arguments: [String]) {
      let switches = arguments.filter { $0 == "--no-junit" }
      guard let readable = (try? Self.parse(arguments)) ?? (try? Self.parse(switches)) else {
        return nil
      }
      self = readable
    }
  }
}
