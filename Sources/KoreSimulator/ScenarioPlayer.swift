#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One bot's run through a scenario: takes a request and the time, returns what to show.
struct ScenarioPlayer {
  /// What tells one job of a bot from another.
  struct Request {
    let number: Int
    let time: Date
  }

  private let settings: SimulatorSettings
  /// The last job shown before the timeline began.
  private var previous: Request
  /// The job of the timeline; nil before it begins.
  private var current: Request?
  private var lastShown: Request
  private var lastNumber = 0
  private var pollCount = 0
  private var framesShown = 0

  private var scenario: Scenario { settings.scenario }

  init(_ settings: SimulatorSettings, at now: Date) {
    self.settings = settings
    self.previous = Request(number: 0, time: now.addingTimeInterval(-3600))
    self.lastShown = previous
  }

  /// Begins the timeline, or begins it again with a new job, whose first state it returns.
  mutating func publish(at now: Date) -> PlayedAnswer {
    pollCount = 0
    framesShown = 0
    let current = begin(at: now)
    return PlayedAnswer(answer: .job(SimulatedJob(percentage: 0)), request: current, changedAt: now)
  }

  /// Answers the next status request, the first of which begins the timeline.
  mutating func status(at now: Date) -> PlayedAnswer {
    if current == nil, settings.awaitsPublish {
      return show(scenario.refusal.map { .fixed($0) } ?? .job(.previous), of: previous)
    }
    let poll = pollCount
    pollCount += 1
    let fault = scenario.faults[poll]
    if let fault, case .reset(requestIsTaken: false) = fault.delivery {
      return PlayedAnswer(answer: fault, request: current ?? previous, changedAt: now)
    }
    let current = current ?? begin(at: now)
    let elapsed = now.timeIntervalSince(current.time) * settings.speed
    let frame = scenario.timeline.frames[frameIndex(poll: poll, elapsed: elapsed)]
    if let fault {
      // The frame was shown to a client that did not get to see it.
      if case .reset = fault.delivery { framesShown += 1 }
      return show(fault, of: current, at: frame.start)
    }
    framesShown += 1
    return show(frame.answer, of: current, at: frame.start)
  }

  private mutating func begin(at now: Date) -> Request {
    lastNumber += 1
    let request = Request(number: lastNumber, time: now)
    previous = lastShown
    current = request
    return request
  }

  private func frameIndex(poll: Int, elapsed: Double) -> Int {
    let timeline = scenario.timeline
    let index =
      switch settings.pace {
      case .clock: timeline.index(at: elapsed)
      case .perRequest: min(framesShown, timeline.lastIndex)
      }
    // Nobody asks again after the end, so it is held back until every fault was seen.
    let faultsRemain = scenario.faults.keys.contains { $0 > poll }
    return faultsRemain ? min(index, max(timeline.lastIndex - 1, 0)) : index
  }

  /// Dates and numbers an answer given at a moment in scenario seconds since the beginning.
  private mutating func show(
    _ answer: SimulatedAnswer, of current: Request, at moment: Double = 0
  ) -> PlayedAnswer {
    let request: Request
    let changedAt: Date
    switch answer.job?.identity {
    case .previous:
      request = previous
      changedAt = previous.time.addingTimeInterval(8)
    case .current, nil:
      request = current
      changedAt = current.time.addingTimeInterval(moment / settings.speed)
    case .successor(let delay):
      // At least one millisecond, the last digit written, so that it is later at any speed.
      let delay = max(delay / settings.speed, 0.001)
      request = Request(number: current.number + 1, time: current.time.addingTimeInterval(delay))
      changedAt = current.time.addingTimeInterval(moment / settings.speed)
    }
    if answer.job != nil { lastShown = request }
    lastNumber = max(lastNumber, request.number)
    return PlayedAnswer(answer: answer, request: request, changedAt: changedAt)
  }
}

/// An answer, with the publish request and the last change of the job it is about.
struct PlayedAnswer {
  let answer: SimulatedAnswer
  let request: ScenarioPlayer.Request
  let changedAt: Date
}
