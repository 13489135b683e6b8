/// What happened when during a run: the source of its picture.
package struct RunHistory: Equatable, Sendable {
  /// The end of one request.
  package struct Poll: Equatable, Sendable {
    /// Since the gate's start.
    package let at: Duration
    package let observation: RequestRecord.Observation
  }

  /// From when on a resource had a status.
  package struct Phase: Equatable, Sendable {
    /// Since the gate's start.
    package let start: Duration
    package let status: ResourceStatus
  }

  /// Something that is worth a line in a list of what happened.
  package struct Note: Equatable, Sendable {
    /// Since the gate's start.
    package let at: Duration
    /// A sentence without a full stop.
    package let text: String
  }

  /// How many polls showed what, also of those that are no longer kept.
  package struct PollCounts: Equatable, Sendable {
    package fileprivate(set) var jobs = 0
    package fileprivate(set) var noFreshJobs = 0
    package fileprivate(set) var failures = 0
  }

  /// The most polls and notes that are kept: a day of them at the API's limits would be more than
  /// anybody looks at.
  private static let most = 5_000

  /// Whether the gate began to ask; it does not when its report cannot be written.
  package private(set) var hasStarted = false

  /// What was odd, each once, in the order in which it was seen.
  package private(set) var warnings: [Warning] = []

  package private(set) var polls: [Poll] = []
  package private(set) var pollCounts = PollCounts()
  package private(set) var notes: [Note] = []

  /// Each resource's phases, oldest first; the resources in the order in which they appeared.
  package private(set) var resources: [(resource: Resource, phases: [Phase])] = []

  private var places: [Place: Int] = [:]

  /// What tells a resource from all others, its twins included.
  private struct Place: Hashable {
    let key: Resource.Key
    let occurrence: Int
  }

  package init() {}

  package mutating func apply(_ event: Event) {
    switch event.kind {
    case .requested(let request):
      add(Poll(at: event.elapsed, observation: request.observation))
    case .progressed(let job, let changes):
      let failed = changes.labels(of: .failed, after: "; failed: ")
      note(job.progressText(after: changes) + failed, at: event)
      places.reserveCapacity(max(places.count, changes.count))
      for change in changes { apply(change, at: event.elapsed) }
    case .waitingForJob(let doubt):
      note("no fresh job yet: \(doubt.description)", at: event)
    case .jobFound(let job, let proof):
      note("watching job \(job.idText): \(proof.description)", at: event)
    case .retrying(let failure, let attempt, let wait):
      note("attempt \(attempt) failed: \(failure.description); next in \(wait.text)", at: event)
    case .renewingToken(let failure):
      note("\(failure.description); the token was renewed", at: event)
    case .warning(let warning):
      note(warning.description, at: event)
      if warnings.count < Self.most, !warnings.contains(warning) { warnings.append(warning) }
    case .started:
      hasStarted = true
    case .heartbeat, .ended:
      break
    }
  }

  /// When there are too many notes, every second note is dropped, so that the list still covers
  /// the whole run.
  private mutating func note(_ text: String, at event: Event) {
    if notes.count >= Self.most { notes = Self.halved(notes) }
    notes.append(Note(at: event.elapsed, text: text))
  }

  /// When there are too many polls, the polls that showed the same as both neighbours are dropped
  /// first: the chart loses nothing.
  private mutating func add(_ poll: Poll) {
    switch poll.observation {
    case .job: pollCounts.jobs += 1
    case .noFreshJob: pollCounts.noFreshJobs += 1
    case .failure: pollCounts.failures += 1
    }
    if polls.count >= Self.most {
      let kept = polls.indices.filter { index in
        let neighbours = [index - 1, index + 1].filter(polls.indices.contains)
        return index.isMultiple(of: 2)
          || neighbours.contains { polls[$0].observation != polls[index].observation }
      }
      polls = kept.count < Self.most * 3 / 4 ? kept.map { polls[$0] } : Self.halved(polls)
    }
    polls.append(poll)
  }

  private static func halved<Element>(_ list: [Element]) -> [Element] {
    list.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
  }

  /// A resource that was left out of an answer and comes back goes on where it was.
  private mutating func apply(_ change: ResourceChange, at elapsed: Duration) {
    let phase = Phase(start: elapsed, status: change.resource.status)
    let place = Place(key: Resource.Key(change.resource), occurrence: change.occurrence)
    let index = Self.index(in: &places[place], or: resources.count)
    guard index < resources.count else {
      resources.append((change.resource, [phase]))
      return
    }
    resources[index].resource = change.resource
    if resources[index].phases.last?.status != phase.status {
      resources[index].phases.append(phase)
    }
  }

  /// The index that a dictionary's entry holds, or else `next`, which is then stored; the `inout`
  /// parameter lets the caller look up the entry once, since there may be 100,000.
  private static func index(in place: inout Int?, or next: Int) -> Int {
    if let place { return place }
    place = next
    return next
  }

  package static func == (left: RunHistory, right: RunHistory) -> Bool {
    left.hasStarted == right.hasStarted && left.warnings == right.warnings
      && left.polls == right.polls && left.pollCounts == right.pollCounts
      && left.notes == right.notes
      && left.resources.elementsEqual(right.resources) { $0.0 == $1.0 && $0.1 == $1.1 }
  }
}
