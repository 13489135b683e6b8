/// What one CI has beside a plain log: its lines, its files, and what its variables say.
///
/// What a CI lacks is left to the defaults.
protocol CISystem: Sendable {
  /// The variable that the CI sets in each of its jobs.
  var variable: String { get }

  /// Whether the CI's own log view is known to show colours, though it is not a terminal.
  var showsColors: Bool { get }

  /// The CI's own lines of an event, which stand before those for people.
  func lines(
    for event: Event, in record: RunRecord, isQuiet: Bool, reportPath: String?
  ) -> [String]

  /// The files that the CI takes when a run has ended.
  func files(
    for record: RunRecord, reportPath: String?, environment: [String: String],
    summary: () -> String
  ) -> [CIFile]

  /// The program that shows the end on the CI's page of the build, or nil when there is none.
  func program(for record: RunRecord, summary: () -> String) -> CIProgram?

  /// The line that hides a secret wherever the log of the job would show it.
  func maskingCommand(for secret: Secret) -> String?

  /// Fills in what the CI's variables say about the times of the job.
  func readTimes(
    of environment: [String: String], now: Timestamp, into settings: inout GateSettings)
}

extension CISystem {
  var showsColors: Bool { false }

  func files(
    for _: RunRecord, reportPath _: String?, environment _: [String: String],
    summary _: () -> String
  ) -> [CIFile] { [] }

  func program(for _: RunRecord, summary _: () -> String) -> CIProgram? { nil }

  func maskingCommand(for _: Secret) -> String? { nil }

  func readTimes(of _: [String: String], now _: Timestamp, into _: inout GateSettings) {}
}

/// A file that a CI takes beside the log, and what is to be done with it.
package enum CIFile: Equatable, Sendable {
  /// Whole lines for a file that other programs write to as well.
  case append(String, path: String)
  /// A file of our own, and the line that tells the CI of it once it is there.
  case write(String, path: String, announcement: OutputLine)
}

/// A program that a CI has in its jobs, and what it is to be given on standard input.
package struct CIProgram: Equatable, Sendable {
  package let name: String
  package let arguments: [String]
  package let input: String
}

extension [String: String] {
  /// The value of a variable, or nil when it is empty or missing.
  func value(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }
}

extension BotReference {
  /// What a CI's log calls the watch over this bot.
  var watchTitle: String { self == .unknown ? "Publish gate" : "Publish of \(name)" }
}
