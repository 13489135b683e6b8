/// The frames of a scenario in the order they are shown; the last one stays.
package struct Timeline: Sendable {
  /// One answer and the moment from which it is given.
  package struct Frame: Sendable {
    /// Scenario seconds since the beginning.
    package let start: Double
    package let answer: Answer

    package init(at start: Double, _ answer: Answer) {
      self.start = start
      self.answer = answer
    }
  }

  /// The answer given from the first moment on.
  package let opening: Answer
  /// All frames, the opening first: never empty.
  package let frames: [Frame]

  /// Makes a timeline whose later frames must be in ascending order of their start.
  package init(_ opening: Answer, then later: [Frame] = []) {
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
