/// The job being watched: the one owner of what was seen of it, which is judged and told alike.
struct WatchedJob: Equatable, Sendable {
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

  /// The last jobs that the server showed and that were not taken for ours, newest last: their
  /// resources count if the job is taken for ours later.
  private var passedOver: [PublishJob] = []
  private static let passedOverLimit = 4

  /// What tells one job from another.
  private struct Identity: Equatable {
    let id: UntrustedText?
    let requestedTime: Timestamp?

    init(_ job: PublishJob) {
      id = job.id
      requestedTime = job.requestedTime
    }

    /// Whether it may be the same job: one that is shown without a time is known by its id alone.
    func mayBe(_ other: Identity) -> Bool {
      id == other.id
        && (requestedTime == nil || other.requestedTime == nil
          || requestedTime == other.requestedTime)
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

  /// Counts the looks from the beginning, since another answer came in between.
  mutating func forgetLooks() {
    candidate = nil
  }

  /// Keeps what is seen of a job that is not, or not yet, taken for ours.
  mutating func passOver(_ job: PublishJob) {
    let before = takePassedOver(job)
    // A server that makes up new resources each time must not fill the memory.
    let isFull = before?.isTooLarge ?? false
    passedOver.append(isFull ? before ?? job : job.listing(after: before))
    if passedOver.count > Self.passedOverLimit { passedOver.removeFirst() }
  }

  private mutating func takePassedOver(_ job: PublishJob) -> PublishJob? {
    passedOver.firstIndex { Identity($0).mayBe(Identity(job)) }
      .map { passedOver.remove(at: $0) }
  }

  /// Locks the gate on a job.
  ///
  /// - Returns: its resources, all of them new.
  mutating func lock(on job: PublishJob, because proof: FreshnessProof) -> [ResourceChange] {
    self.proof = proof
    let before = takePassedOver(job)
    let seen = job.listing(after: before)
    self.job = seen
    candidate = nil
    passedOver = []
    doubt = nil
    return ResourceMerger(old: [], new: seen.resources ?? []).changes
  }

  /// Takes in the newest state of the watched job.
  ///
  /// - Returns: the resources that changed, or nil when nothing changed that is told.
  mutating func update(to new: PublishJob) -> [ResourceChange]? {
    guard let old = job else { return nil }
    let wasInDoubt = doubt != nil
    doubt = nil
    let merger = ResourceMerger(old: old.resources ?? [], new: new.resources ?? [])
    let job = new.listing(merger.merged, after: old)
    self.job = job
    let isSame =
      old.percentage == job.percentage && old.status == job.status && merger.changes.isEmpty
    return isSame && !wasInDoubt ? nil : merger.changes
  }
}

extension PublishJob {
  fileprivate func listing(after before: PublishJob?) -> PublishJob {
    let merger = ResourceMerger(old: before?.resources ?? [], new: resources ?? [])
    return listing(merger.merged, after: before)
  }

  /// A job that is shown without a time goes on having the one that it had.
  fileprivate func listing(_ merged: [Resource], after before: PublishJob?) -> PublishJob {
    PublishJob(
      id: id, streamID: streamID, status: status, percentage: percentage,
      requestedTime: requestedTime ?? before?.requestedTime,
      resources: merged.isEmpty ? resources : merged)
  }
}
