/// A named story a server tells, one answer after the other.
package struct Scenario: Sendable {
  package let name: String
  /// One sentence for a list of scenarios.
  package let summary: String
  package let timeline: Timeline
  /// Answers given instead of the timeline's, by the number of the status request (0 is the first).
  ///
  /// They go by request and not by time, so that each is really seen however slowly someone polls.
  package let faults: [Int: Answer]

  package init(
    name: String, summary: String, timeline: Timeline, faults: [Int: Answer] = [:]
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
  var refusal: FixedAnswer? {
    switch timeline.opening {
    case .fixed(let answer): answer
    case .job, .cutBody: nil
    }
  }
}
