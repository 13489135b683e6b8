import ArgumentParser
import GateKit
import KoreAPI

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
      let arguments = Array(CommandLine.arguments.dropFirst())
      let isAskedForText = ReadableArguments.areForText(arguments)
      guard exitCode(for: error) == .validationFailure || !isAskedForText else {
        exit(withError: error)
      }
      await refuse(arguments, for: error)
      Terminal.exitNow(Outcome.usage.exitCode)
    }
  }

  /// Tells of arguments that cannot be parsed, and leaves a report.
  ///
  /// ArgumentParser quotes them as they are, but one may be a secret, and one may hold a line that
  /// a CI acts on.
  private static func refuse(_ arguments: [String], for error: any Error) async {
    let process = await ProcessContext.live()
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
    message = ServerText(process.secrets.redacted(message)).sanitized(limit: 1_000)
    process.console.write([OutputLine(.standardError, "Error: \(message)\(usage)")])
    if let readable = ReadableArguments(arguments) {
      let reader = SettingReader(environment: process.environment)
      let isDemo = arguments.first == DemoCommand.configuration.commandName
      await process.leaveWord(
        of: SettingError(message), output: readable.output.readableSettings(reader),
        bot: isDemo ? .demo : try? readable.connection.bot(reader))
    }
    await process.console.flush(within: patience)
  }

  /// What can be read of a run's arguments that cannot be parsed as a whole.
  private struct ReadableArguments: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions
    @Argument(parsing: .allUnrecognized) var rest: [String] = []

    init() {}

    /// Nil when the arguments are not those of a run. A flag without its value makes all others
    /// unreadable, so each argument is left out in turn, and at last all but what says where to tell.
    init?(_ arguments: [String]) {
      let isServing = arguments.first == SimulateCommand.configuration.commandName
      guard !isServing, !Self.areForText(arguments) else { return nil }
      let attempts =
        [arguments]
        + arguments.indices.map { left in
          arguments.indices.filter { $0 != left }.map { arguments[$0] }
        } + [Self.wanted(in: arguments), []]
      guard let readable = attempts.lazy.compactMap({ try? Self.parse($0) }).first else {
        return nil
      }
      self = readable
      if arguments.contains(where: { $0 == "--no-junit" || $0.hasPrefix("--no-junit=") }) {
        output.noJUnit = true
      }
    }

    /// Whether somebody asks for the help, the version or a completion script.
    static func areForText(_ arguments: [String]) -> Bool {
      arguments.first == "help"
        || arguments.contains { argument in
          ["-h", "--help", "--version"].contains(argument)
            || argument.hasPrefix("--generate-completion-script")
            || argument.hasPrefix("--experimental-dump-help")
        }
    }

    private static func wanted(in arguments: [String]) -> [String] {
      let settings: [Setting] = [.botID, .junit, .summary, .dotenv, .format, .ci]
      let flags = settings.compactMap(\.flag)
      return arguments.indices.flatMap { index -> [String] in
        let argument = arguments[index]
        if flags.contains(where: { argument.hasPrefix("\($0)=") }) { return [argument] }
        guard flags.contains(argument), arguments.indices.contains(index + 1),
          !arguments[index + 1].hasPrefix("-")
        else { return [] }
        return [argument, arguments[index + 1]]
      }
    }
  }
}
