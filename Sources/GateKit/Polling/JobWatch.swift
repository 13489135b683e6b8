/// Which job is being watched, and what was last seen of it.
struct JobWatch: Equatable, Sendable {
  /// The job the gate is locked on, as it was last seen, or nil before it is found.
  private(set) var job: PublishJob?

  /// Why what the server showed last is not the job to watch, or nil when it was.
  var doubt: FreshnessDoubt?

  enum Relation: Equatable {
    case same
    /// Another job, requested later: the watched one was replaced.
    case successor
    /// Another job that was not requested later, or nobody can tell.
    case other
  }

  /// How a job that the server shows relates to the watched one, or nil when none is watched.
  func relation(of seen: PublishJob) -> Relation? {
    guard let job else { return nil }
    if seen.id == job.id { return .same }
    guard let ours = job.requestedTime, let theirs = seen.requestedTime, theirs > ours else {
      return .other
    }
    return .successor
  }

  /// Takes in the newest state of the watched job.
  ///
  /// - Returns: the resources that changed, or nil when nothing changed that a person would see.
  mutating func update(to new: PublishJob) -> [ResourceChange]? {
    let old = job
    job = new
    doubt = nil
    let changes = Self.changes(from: old?.resources ?? [], to: new.resources ?? [])
    let isSame =
      old?.percentage == new.percentage && old?.status == new.status && changes.isEmpty
    return isSame ? nil : changes
  }

  /// Compares by type, id and name; of entries that share all three, the first with the first.
  private static func changes(from old: [Resource], to new: [Resource]) -> [ResourceChange] {
    var before = Dictionary(grouping: old, by: Resource.Key.init).mapValues { $0[...] }
    var seen: [Resource.Key: Int] = [:]
    return new.compactMap { resource in
      let key = Resource.Key(resource)
      let occurrence = seen[key, default: 0]
      seen[key] = occurrence + 1
      let previous = before[key]?.popFirst()
      guard previous?.status != resource.status || previous?.liveState != resource.liveState else {
        return nil
      }
      return ResourceChange(
        resource: resource, occurrence: occurrence, previous: previous?.status)
    }
  }
}
