/// What the server does with one status request.
package enum Answer: Sendable {
  /// 200 with the job's document.
  case job(SimulatedJob)
  /// The head of the job's document with its full length, half of its body, then the end.
  case cutBody(SimulatedJob)
  /// The same for every bot and at any time.
  case fixed(FixedAnswer)

  /// The job the answer is about; nil when it is about none.
  var job: SimulatedJob? {
    switch self {
    case .job(let job), .cutBody(let job): job
    case .fixed: nil
    }
  }
}
