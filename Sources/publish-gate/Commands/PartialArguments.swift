import ArgumentParser

/// What can be read of a run's arguments that cannot be parsed as a whole.
struct PartialArguments: ParsableArguments {
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions
  @Argument(parsing: .allUnrecognized) var rest: [String] = []

  init() {}

  /// Reads the arguments of a run; nil when they are not.
  ///
  /// A flag without its value makes all others unreadable, so each argument is left out in turn, and
  /// at last all but those that name the bot and the reports.
  init?(_ arguments: [String]) {
    let isServing = arguments.first == SimulateCommand.configuration.commandName
    guard !isServing, !Self.areForText(arguments) else { return nil }
    let attempts =
      [arguments]
      + arguments.indices.map { left in
        arguments.indices.filter { $0 != left }.map { arguments[$0] }
      } + [Self.reportArguments(in: arguments), []]
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
        ["-h", "--help", "--help-hidden", "--version"].contains(argument)
          || argument.hasPrefix("--generate-completion-script")
          || argument.hasPrefix("--experimental-dump-help")
      }
  }

  private static func reportArguments(in arguments: [String]) -> [String] {
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
