/// What happened when during a run: the source of its picture.
package struct RunHistory: Equatable, Sendable {
  /// The end of one request.
  package struct Poll: Equatable, Sendable {
    /// Since the gate's start.
    package let at: Duration
    package let showed: RequestRecord.Showed
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

  /// The most polls and notes that are kept: a day of them at the API's limits would be more than
  /// anybody looks at. Beyond it every second one goes, so that the whole run stays in the picture.
  private static let most = 5_000

  /// Whether the gate began to ask; it does not when its report cannot be written.
  package private(set) var hasStarted = false

  /// What was odd, each once, in the order in which it was seen.
  package private(set) var warnings: [Warning] = []

  package private(set) var polls: [Poll] = []
  package private(set) var notes: [Note] = []

  /// Each resource's phases, oldest first; the resources in the order in which they appeared.
  package private(set) var resources: [(resource: Resource, phases: [Phase])] = []

  private var places: [Resource.Key: Int] = [:]

  package init() {}

  package mutating func apply(_ event: Event) {
    switch event.kind {
    case .requested(let request):
      add(Poll(at: event.elapsed, showed: request.showed), to: \.polls)
    case .progressed(_, let changes):
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
      if !warnings.contains(warning) { add(warning, to: \.warnings) }
    case .started:
      hasStarted = true
    case .heartbeat, .ended:
      break
    }
  }

  private mutating func note(_ text: String, at event: Event) {
    add(Note(at: event.elapsed, text: text), to: \.notes)
  }

  private mutating func add<Element>(
    _ element: Element, to list: WritableKeyPath<RunHistory, [Element]>
  ) {
    if self[keyPath: list].count >= Self.most {
      self[keyPath: list] = self[keyPath: list].enumerated()
        .filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    }
    self[keyPath: list].append(element)
  }

  private mutating func apply(_ change: ResourceChange, at elapsed: Duration) {
    let phase = Phase(start: elapsed, status: change.resource.status)
    let key = Resource.Key(change.resource)
    if let place = places[key], change.previous != nil {
      resources[place].resource = change.resource
      resources[place].phases.append(phase)
    } else {
      places[key] = resources.count
      resources.append((change.resource, [phase]))
    }
  }

  package static func == (left: RunHistory, right: RunHistory) -> Bool {
    left.hasStarted == right.hasStarted && left.warnings == right.warnings
      && left.polls == right.polls && left.notes == right.notes
      && left.resources.elementsEqual(right.resources) { $0.0 == $1.0 && $0.1 == $1.1 }
  }
}
