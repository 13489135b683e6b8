import Subprocess

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
