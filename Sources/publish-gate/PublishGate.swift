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
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      let process = await ProcessContext.live()
      // Not by ArgumentParser itself: it quotes arguments, and one of them may be a secret.
      process.console.write([OutputLine(.standardError, fullMessage(for: error))])
      await leaveWord(of: error, in: process)
      await process.console.flush(within: patience)
      Terminal.exitNow(Outcome.usage.exitCode)
    }
  }

  /// Leaves a report of arguments that cannot be parsed.
  private static func leaveWord(of error: any Error, in process: ProcessContext) async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let readable = ReadableArguments(arguments) else { return }
    let reader = SettingReader(environment: process.environment)
    let isDemo = arguments.first == DemoCommand.configuration.commandName
    await process.leaveWord(
      of: SettingError(message(for: error)), output: readable.output.readableSettings(reader),
      bot: isDemo ? .demo : try? readable.connection.bot(reader))
  }

  /// What can be read of a run's arguments that cannot be parsed as a whole.
  private struct ReadableArguments: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions
    @Argument(parsing: .allUnrecognized) var rest: [String] = []

    init() {}

    /// Nil when the arguments are not those of a run. A flag without its value makes all others
    /// unreadable, so each argument is left out in turn.
    init?(_ arguments: [String]) {
      let others = ["help", SimulateCommand.configuration.commandName]
      guard !others.contains(arguments.first), !arguments.contains(where: Self.asksForText) else {
        return nil
      }
      let attempts =
        [arguments]
        + arguments.indices.map { left in
          arguments.indices.filter { $0 != left }.map { arguments[$0] }
        } + [[]]
      guard let readable = attempts.lazy.compactMap({ try? Self.parse($0) }).first else {
        return nil
      }
      self = readable
      if arguments.contains(where: { $0.hasPrefix("--no-junit") }) { output.noJUnit = true }
    }

    private static func asksForText(_ argument: String) -> Bool {
      argument.hasPrefix("--generate-completion-script")
        || argument.hasPrefix("--experimental-dump-help")
    }
  }
}
