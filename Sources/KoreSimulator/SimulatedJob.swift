/// One state of a publish job, without the bot, the number and the time it is played with.
package struct SimulatedJob: Sendable {
  /// Which of a bot's jobs this is.
  package enum Identity: Sendable {
    /// The one before the scenario began, requested an hour earlier.
    case previous
    /// The one the scenario is about, requested as it begins.
    case current
    /// A later one, requested this many scenario seconds after the beginning.
    case successor(requestedAfter: Double)
  }

  /// The word in `status`.
  package enum Status: String, Sendable {
    case inProgress = "inprogress"
    case successful
    case failed
    /// A word the documentation does not know.
    case paused
  }

  /// What is wrong with one of the dialogs once it has been published.
  package enum Flaw: Sendable {
    case failed
    case awaitsApproval
  }

  package let identity: Identity
  package let status: Status
  package let percentage: Int
  package let flaw: Flaw?

  package init(
    _ status: Status = .inProgress, percentage: Int, identity: Identity = .current,
    flaw: Flaw? = nil
  ) {
    self.identity = identity
    self.status = status
    self.percentage = percentage
    self.flaw = flaw
  }

  /// The job that had ended before the scenario began.
  package static let previous = SimulatedJob(.successful, percentage: 100, identity: .previous)
}
