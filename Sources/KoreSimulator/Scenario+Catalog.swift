extension Scenario {
  /// The catalog, in the order it is listed.
  package static let all: [Scenario] = [
    Scenario(
      name: "success", summary: "A publish that ends successful after 8 seconds.",
      timeline: .success()),
    Scenario(
      name: "failure", summary: "A publish that fails on a dialog after 6 seconds.",
      timeline: .running(
        through: [1: 15, 2: 30, 3: 45, 4: 57, 5: 67],
        then: .init(at: 6, .job(SimulatedJob(.failed, percentage: 70))))),
    Scenario(
      name: "partial", summary: "A publish that ends successful although one dialog failed.",
      timeline: .success(flaw: .failed)),
    Scenario(
      name: "approval", summary: "A publish that ends successful with a dialog awaiting approval.",
      timeline: .success(flaw: .awaitsApproval)),
    Scenario(
      name: "slow", summary: "A publish that takes 90 seconds, in small steps.", timeline: .slow),
    Scenario(
      name: "stall", summary: "A publish that stands still at 40 % for ever.",
      timeline: .running(through: [1: 10, 2: 25, 3: 40])),
    Scenario(
      name: "stale",
      summary: "Shows the previous publish for 4 seconds, then the new one, which succeeds.",
      timeline: .stale),
    Scenario(
      name: "never", summary: "Shows only the previous publish, for ever.",
      timeline: Timeline(.job(.previous))),
    Scenario(
      name: "unpublished", summary: "A bot that was never published: an empty object, for ever.",
      timeline: Timeline(.fixed(.json("{}")))),
    Scenario(
      name: "superseded", summary: "Another publish takes the place of this one after 4 seconds.",
      timeline: .running(through: [2: 30], then: .init(at: 4, .job(.successor)))),
    Scenario(
      name: "flaky", summary: "A publish that succeeds between passing faults of every kind.",
      timeline: .success(),
      faults: [
        1: .fixed(.internalError),
        3: .reset,
        4: .job(SimulatedJob(percentage: 25), .cut),
        6: .fixed(.badGateway),
        7: .fixed(.unavailable),
      ]),
    Scenario(
      name: "rate-limited", summary: "A publish that succeeds after the rate limit struck twice.",
      timeline: .success(),
      faults: [
        2: .fixed(.rateLimited(status: 429, retryAfter: 2)),
        3: .fixed(.rateLimited(status: 400, retryAfter: 2)),
      ]),
    Scenario(
      name: "unauthorized", summary: "Refuses every token as invalid.",
      timeline: Timeline(.fixed(.invalidToken))),
    Scenario(
      name: "forbidden", summary: "Refuses every token for want of the scope.",
      timeline: Timeline(.fixed(.scopeDenied))),
    Scenario(
      name: "unknown-bot", summary: "Does not know the bot.",
      timeline: Timeline(.fixed(.unknownBot))),
    Scenario(
      name: "html", summary: "Answers with the HTML of a login page.",
      timeline: Timeline(.fixed(.page(status: 200, title: "Sign in")))),
    Scenario(
      name: "redirect", summary: "Redirects to a login page.",
      timeline: Timeline(.fixed(.redirect(location: "/login")))),
    Scenario(
      name: "unknown-status", summary: "A publish in a state nobody documented, for ever.",
      timeline: Timeline(.job(SimulatedJob(.paused, percentage: 30)))),
  ]
}

extension SimulatedJob {
  fileprivate static let successor = SimulatedJob(
    percentage: 5, identity: .successor(requestedAfter: 4))
}

extension Timeline {
  fileprivate static let slow = Timeline(
    .job(SimulatedJob(percentage: 0)),
    then: stride(from: 2, to: 100, by: 2).map { percentage in
      Frame(at: Double(percentage) * 0.9, .job(SimulatedJob(percentage: percentage)))
    } + [Frame(at: 90, .job(SimulatedJob(.successful, percentage: 100)))])

  fileprivate static let stale = Timeline(
    .job(.previous),
    then: [
      Frame(at: 4, .job(SimulatedJob(percentage: 10))),
      Frame(at: 6, .job(SimulatedJob(percentage: 40))),
      Frame(at: 8, .job(SimulatedJob(percentage: 75))),
      Frame(at: 10, .job(SimulatedJob(.successful, percentage: 100))),
    ])
}
