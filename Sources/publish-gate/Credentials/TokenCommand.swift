import GateKit
import KoreAPI
import Subprocess
import Synchronization

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A command that prints a token; run once, and again after a 401.
actor TokenCommand: TokenSource {
  /// How long the command may take.
  static let timeLimit: Duration = .seconds(30)

  private let command: ShellWords
  private let timeLimit: Duration
  private let secrets: SecretRegistry
  private let showLine: @Sendable (String) -> Void

  /// What was printed last, or nil when the command is to be run before the next request.
  private var secret: Secret?

  nonisolated private let child = ChildProcess()

  /// - Parameters:
  ///   - secrets: learns what the command prints before anything of it is shown.
  ///   - showLine: takes each line of the command's standard error, harmless and with a prefix.
  init(
    _ command: ShellWords, timeLimit: Duration = TokenCommand.timeLimit,
    secrets: SecretRegistry, showLine: @escaping @Sendable (String) -> Void
  ) {
    self.command = command
    self.timeLimit = timeLimit
    self.secrets = secrets
    self.showLine = showLine
  }

  func token() async throws(CredentialError) -> Secret {
    if let secret { return secret }
    let secret = try await run()
    self.secret = secret
    return secret
  }

  func renew() async throws(CredentialError) {
    secret = nil
    _ = try await token()
  }

  nonisolated func cancel() { child.cancel() }

  /// The command without its arguments, which may be nobody's business.
  nonisolated var origin: String { "the token command '\(UntrustedText(command.program))'" }

  private func run() async throws(CredentialError) -> Secret {
    let output = CommandOutput()
    let ending = await ending(output)
    showErrors(of: output)
    switch ending {
    case .exited(let status):
      return try token(in: output, status)
    case .failed(let error):
      throw self.error(for: error)
    case .outOfTime:
      let reason =
        Task.isCancelled
        ? "was stopped" : "did not end within \(timeLimit.text) and was killed"
      throw .failed(origin: origin, reason: reason)
    }
  }

  private enum Ending: Sendable {
    case exited(TerminationStatus)
    case failed(any Error)
    case outOfTime
  }

  /// Runs the command until it ends, the time is up or the task is cancelled; the latter two kill
  /// it, and the end of what is killed is waited for.
  private func ending(_ output: CommandOutput) async -> Ending {
    await Race.first { [command, child] in
      await Self.ending(of: command, child, output)
    } or: { [timeLimit] in
      try? await Task.sleep(for: timeLimit)
      return .outOfTime
    }
  }

  private static func ending(
    of command: ShellWords, _ child: ChildProcess, _ output: CommandOutput
  ) async -> Ending {
    let program = command.program
    var id: Int32?
    defer { child.ended(id) }
    do {
      let result = try await Subprocess.run(
        program.contains("/") ? .path(FilePath(program)) : .name(program),
        arguments: Arguments(command.arguments),
        environment: .withoutSecrets, platformOptions: .ownSession, input: .none, output: .sequence,
        error: .sequence
      ) { execution in
        id = execution.processIdentifier.value
        child.started(execution.processIdentifier.value)
        async let errors: Void = output.takeErrors(from: execution.standardError)
        try await output.takeOutput(from: execution.standardOutput)
        try await errors
      }
      return .exited(result.terminationStatus)
    } catch {
      return .failed(error)
    }
  }

  private func token(
    in output: CommandOutput, _ status: TerminationStatus
  ) throws(CredentialError) -> Secret {
    switch status {
    case .exited(0): break
    case .exited(let code):
      throw .failed(origin: origin, reason: "ended with exit code \(code)")
    case .signaled(let signal):
      throw .failed(origin: origin, reason: "was ended by signal \(signal)")
    }
    return try Secret(token: output.text, origin: "the output of \(origin)")
  }

  /// Shows what the command wrote to its standard error.
  ///
  /// This waits for the end of the command, which may print the token last: a script that traces
  /// itself writes it to standard error too. Whatever it printed may be the token, and is hidden.
  private func showErrors(of output: CommandOutput) {
    // At most one of the words is a token, so a CI is not told to hide them all.
    for word in output.secretWords { secrets.register(word, isMaskedByCI: false) }
    for line in output.errors.lines(redactedBy: secrets.redacted(foreign:)) {
      showLine("token command: \(line)")
    }
  }

  private func error(for error: any Error) -> CredentialError {
    if error is TooMuchOutput {
      let limit = Secret.lengthLimit / 1_024
      return .failed(origin: origin, reason: "printed more than \(limit) KiB; expected a JWT alone")
    }
    guard let error = error as? SubprocessError else {
      return .failed(origin: origin, reason: "could not be run")
    }
    switch error.code {
    case .executableNotFound:
      return .unstartable(
        origin: origin, reason: "was not found, or is no program that this user may run")
    case .spawnFailed where error.underlyingError == .execFormatError:
      return .unstartable(
        origin: origin, reason: "is no program; a script needs a first line such as #!/bin/sh")
    default:
      let number = error.underlyingError.map { " (error \($0.rawValue) of the system)" } ?? ""
      return .failed(origin: origin, reason: "could not be run\(number)")
    }
  }
}

/// The process that is under way, so that it does not outlive the gate.
private final class ChildProcess: Sendable {
  private struct State {
    /// The process id, which is also that of its group: the process began the session.
    var id: Int32?
    var isCancelled = false
  }

  private let state = Mutex(State())

  func started(_ id: Int32) {
    state.withLock { state in
      state.id = id
      if state.isCancelled { POSIX.killGroup(id) }
    }
  }

  func ended(_ id: Int32?) {
    state.withLock { state in
      // A command that was given up may end after the next one was started.
      if state.id == id { state.id = nil }
    }
  }

  /// Kills the process at once; the cancellation of its task may come through too late.
  func cancel() {
    state.withLock { state in
      state.isCancelled = true
      if let id = state.id { POSIX.killGroup(id) }
    }
  }
}
