/// How a run of the gate ends; the one place that knows the exit codes.
package enum Outcome: Hashable, Sendable {
  case passed
  case failed
  case usage
  case notFound
  case unreachable
  case internalError
  case reportNotWritten
  case superseded
  case protocolError
  case unauthorized
  case timedOut
  case interrupted(Signal)

  /// Every outcome, in the order of the exit codes.
  package static let all: [Outcome] = [
    .passed, .failed, .usage, .notFound, .unreachable, .internalError, .reportNotWritten,
    .superseded, .protocolError, .unauthorized, .timedOut, .interrupted(.hangUp),
    .interrupted(.interrupt), .interrupted(.terminate),
  ]

  /// The process's exit code; 64 to 77 are those of sysexits.h, 124 is timeout(1)'s, and 129,
  /// 130 and 143 are a shell's 128 plus the signal.
  package var exitCode: Int32 {
    switch self {
    case .passed: 0
    case .failed: 1
    case .usage: 64
    case .notFound: 66
    case .unreachable: 69
    case .internalError: 70
    case .reportNotWritten: 73
    case .superseded: 75
    case .protocolError: 76
    case .unauthorized: 77
    case .timedOut: 124
    case .interrupted(.hangUp): 129
    case .interrupted(.interrupt): 130
    case .interrupted(.terminate): 143
    }
  }

  /// The outcome in one or two words: `timed out`.
  package var name: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .usage: "usage"
    case .notFound: "not found"
    case .unreachable: "unreachable"
    case .internalError: "internal"
    case .reportNotWritten: "report not written"
    case .superseded: "superseded"
    case .protocolError: "protocol"
    case .unauthorized: "unauthorized"
    case .timedOut: "timed out"
    case .interrupted: "interrupted"
    }
  }

  /// The outcome as one word: `timed-out`.
  package var word: String { String(name.map { $0 == " " ? "-" : $0 }) }

  /// What kind of end an outcome is, for colours and signs.
  package enum Severity: Sendable {
    case good
    /// Nothing is known to be wrong with the publish, but it is not proved right either.
    case doubtful
    case bad
  }

  package var severity: Severity {
    switch self {
    case .passed: .good
    case .interrupted, .timedOut, .superseded, .reportNotWritten: .doubtful
    case .failed, .usage, .notFound, .unreachable, .internalError, .protocolError, .unauthorized:
      .bad
    }
  }

  /// When the outcome is given, as a clause for the help text.
  package var meaning: String {
    switch self {
    case .passed:
      "the job is fresh, ended successful, and every resource that counts succeeded"
    case .failed: "the job ended failed, or a resource that counts did not succeed"
    case .usage: "a flag or a variable is wrong; nothing was asked of the server"
    case .notFound: "the server does not know the bot, or no fresh job appeared in time"
    case .unreachable: "no good answer for --contact-timeout, or TLS does not trust the server"
    case .internalError: "a defect in the gate"
    case .reportNotWritten: "the verdict was passed, but the report could not be written"
    case .superseded: "another publish of the same bot replaced the one being watched"
    case .protocolError: "what answers is not the publish-status API"
    case .unauthorized: "the credentials are missing, refused, or lack the scope"
    case .timedOut: "the deadline passed with the publish still running"
    case .interrupted(.hangUp): "stopped by \(Signal.hangUp.name) (the terminal is gone)"
    case .interrupted(.interrupt): "stopped by \(Signal.interrupt.name) (Ctrl-C)"
    case .interrupted(.terminate): "stopped by \(Signal.terminate.name)"
    }
  }

  /// The outcome as an UpperCamelCase word, for a report's `type`.
  package var typeName: String {
    switch self {
    case .passed: "Passed"
    case .failed: "PublishFailed"
    case .usage: "Usage"
    case .notFound: "NotFound"
    case .unreachable: "Unreachable"
    case .internalError: "InternalError"
    case .reportNotWritten: "ReportNotWritten"
    case .superseded: "Superseded"
    case .protocolError: "ProtocolError"
    case .unauthorized: "Unauthorized"
    case .timedOut: "TimedOut"
    case .interrupted: "Interrupted"
    }
  }
}

/// The signals that end the gate with a report.
package enum Signal: Equatable, Sendable {
  case hangUp
  case interrupt
  case terminate

  /// As the system calls it: `SIGINT`.
  package var name: String {
    switch self {
    case .hangUp: "SIGHUP"
    case .interrupt: "SIGINT"
    case .terminate: "SIGTERM"
    }
  }
}
