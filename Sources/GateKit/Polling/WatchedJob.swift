/// The job being watched: the one owner of what was seen of it, which is judged and told alike.
struct WatchedJob: Equatable, Sendable {
  /// More resources than any answer may list: with all that were left out, a server that makes up
  /// new ones each time would fill the memory.
  static let mostResources = 500_000

  /// The job the gate is locked on, or nil before it is found.
  ///
  /// Its resources are those of the last answer, and behind them those that an earlier answer showed
  /// and the last one leaves out, in their last state.
  private(set) var job: PublishJob?

  /// Why the job counts as ours, or nil before it is found.
  private(set) var proof: FreshnessProof?

  /// Why what the server showed last is not the job to watch, or nil when it was.
  var doubt: FreshnessDoubt?

  /// A finished job that only its age speaks for, and how often it was looked at.
  private var candidate: Candidate?

  private struct Candidate: Equatable {
    let job: Identity
    var looks: Int
    /// When the last look was asked for, since the gate's start.
    var lookedAt: Duration
  }

  /// What tells one job from another.
  private struct Identity: Equatable {
    let id: ServerText?
    let requestedTime: Timestamp?

    init(_ job: PublishJob) {
      id = job.id
      requestedTime = job.requestedTime
    }
  }

  enum Relation: Equatable {
    case same
    /// A job that was requested later: the watched one was replaced.
    case successor
    /// Another job that was not requested later, or nobody can tell.
    case other
  }

  /// How a job that the server shows relates to the watched one, or nil when none is watched.
  func relation(of seen: PublishJob) -> Relation? {
    guard let job else { return nil }
    let hasSameID = seen.id == job.id
    guard let ours = job.requestedTime, let theirs = seen.requestedTime, theirs != ours else {
      return hasSameID ? .same : .other
    }
    return theirs > ours ? .successor : .other
  }

  /// Counts a look at a finished job that only its age speaks for.
  ///
  /// - Parameters:
  ///   - sentAt: when the look was asked for, since the gate's start.
  ///   - interval: how far apart two looks must be to count as two.
  /// - Returns: how often the server showed this very job, without another answer in between.
  mutating func look(
    at job: PublishJob, askedFor sentAt: Duration, apartBy interval: Duration
  ) -> Int {
    let identity = Identity(job)
    guard var candidate, candidate.job == identity else {
      candidate = Candidate(job: identity, looks: 1, lookedAt: sentAt)
      return 1
    }
    if sentAt - candidate.lookedAt >= interval {
      candidate.looks += 1
      candidate.lookedAt = sentAt
      self.candidate = candidate
    }
    return candidate.looks
  }

  /// Another answer came in between, so the looks count from the beginning.
  mutating func forgetLooks() {
    candidate = nil
  }

  /// Locks the gate on a job, which its first update fills in.
  mutating func lock(because proof: FreshnessProof) {
    self.proof = proof
    candidate = nil
  }

  /// Takes in the newest state of the watched job.
  ///
  /// - Returns: the resources that changed, or nil when nothing changed that is told.
  mutating func update(to new: PublishJob) -> [ResourceChange]? {
    let old = job
    let wasInDoubt = doubt != nil
    doubt = nil
    let merger = ResourceMerger(old: old?.resources ?? [], new: new.resources ?? [])
    let merged = merger.merged
    // A job that is shown without a time goes on having the one that it had.
    let job = PublishJob(
      id: new.id, streamID: new.streamID, status: new.status, percentage: new.percentage,
      requestedTime: new.requestedTime ?? old?.requestedTime,
      resources: merged.isEmpty ? new.resources : merged)
    self.job = job
    let isSame =
      old?.percentage == job.percentage && old?.status == job.status && merger.changes.isEmpty
    return isSame && !wasInDoubt ? nil : merger.changes
  }
}
