import Subprocess

// Another program is kept apart from the gate: it gets none of its secrets, and has no terminal.

extension Environment {
  /// The variables that hold a secret for the gate alone.
  static let secretVariables: [Key] = ["KORE_JWT", "KORE_CLIENT_SECRET"]

  /// The gate's own environment without its secrets.
  static var withoutSecrets: Environment {
    .inherit.updating(Dictionary(uniqueKeysWithValues: secretVariables.map { ($0, nil) }))
  }
}

extension PlatformOptions {
  /// For a program in a session of its own: it has no terminal to ask questions on, and it and all
  /// that it starts are killed together.
  static var ownSession: PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
    ]
    return options
  }
}
