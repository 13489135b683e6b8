/// A named story a server tells, one answer after the other.
package struct Scenario: Sendable {
  package let name: String
  /// One sentence for a list of scenarios.
  package let summary: String
  package let timeline: Timeline
  /// Answers given instead of the timeline's, by the number of the status request (0 is the first).
  ///
  /// They go by request and not by time, so that each is really seen however slowly someone polls.
  package let faults: [Int: SimulatedAnswer]

  package init(
    name: String, summary: String, timeline: Timeline, faults: [Int: SimulatedAnswer] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.timeline = timeline
    self.faults = faults
  }

  /// The scenario of the catalog with this name; nil when there is none.
  package static func named(_ name: String) -> Scenario? {
    all.first { $0.name == name }
  }

  /// The answer that stands in the way of every request; nil when the scenario shows a job.
  var refusal: SimulatedAnswer.Fixed? {
    switch timeline.opening {
    case .fixed(let answer, _): answer
    case .job: nil
    }
  }
}

/// The frames of a scenario in the order they are shown; the last one stays.
package struct Timeline: Sendable {
  /// One answer and the moment from which it is given.
  package struct Frame: Sendable {
    /// Scenario seconds since the beginning.
    package let start: Double
    package let answer: SimulatedAnswer

    package init(at start: Double, _ answer: SimulatedAnswer) {
      self.start = start
      self.answer = answer
    }
  }

  /// The answer given from the first moment on.
  package let opening: SimulatedAnswer
  /// All frames, the opening first: never empty.
  package let frames: [Frame]

  /// Makes a timeline whose later frames must be in ascending order of their start.
  package init(_ opening: SimulatedAnswer, then later: [Frame] = []) {
    self.opening = opening
    self.frames = [Frame(at: 0, opening)] + later
  }

  var lastIndex: Int { frames.count - 1 }

  /// The index of the frame shown this many scenario seconds after the beginning.
  func index(at elapsed: Double) -> Int {
    frames.lastIndex { $0.start <= elapsed } ?? 0
  }
}

extension Timeline {
  /// A job that begins at 0 % and passes each percentage (start in scenario seconds, percent).
  static func running(
    through steps: KeyValuePairs<Double, Int>, flaw: SimulatedJob.Flaw? = nil,
    then end: Frame? = nil
  ) -> Timeline {
    let later = steps.map { start, percentage in
      Frame(at: start, .job(SimulatedJob(percentage: percentage, flaw: flaw)))
    }
    return Timeline(.job(SimulatedJob(percentage: 0)), then: later + [end].compactMap(\.self))
  }

  /// The eight seconds of a publish that ends `successful`, as far as the flaw allows.
  static func success(flaw: SimulatedJob.Flaw? = nil) -> Timeline {
    running(
      through: [1: 12, 2: 25, 3.5: 40, 5: 60, 6: 78, 7: 92],
      flaw: flaw,
      then: Frame(at: 8, .job(SimulatedJob(.successful, percentage: 100, flaw: flaw))))
  }
}
