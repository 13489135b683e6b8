/// The verdicts that are given without an ended job.
extension Poller {
  /// No further request is made: says which clock ran out, and what was last known.
  ///
  /// What a sentence says of time is what has passed, which is less than the limit where the server
  /// asked to be left alone beyond it.
  func outOfTime(at now: Duration) -> Verdict {
    if clocks.failingSince != nil, clocks.nextLimit == .contact || !clocks.hadContact {
      return lostContact(at: now)
    }
    guard clocks.hasJob, let job = watch.job else { return noFreshJob(at: now) }
    switch judge.judge(job) {
    case .settled(let verdict)?, .unsettled(let verdict)?: return verdict.resting(on: watch.proof)
    case nil: return deadlinePassed(job, at: now)
    }
  }

  private func deadlinePassed(_ job: PublishJob, at now: Duration) -> Verdict {
    let failure = failures.last.map { "; the last request failed: \($0.description)" } ?? ""
    return Verdict(
      .timedOut,
      "the publish had not ended \(passed(now)); it was last seen \(job.stateText)\(failure)",
      advice: "The publish may still end: look at the bot in Kore.ai. \(deadlineRemedy)")
  }

  /// How long the gate has waited, as the end of a clause: `within 30m`, or `after 2s, and the server
  /// asks to be left alone until after the deadline`.
  private func passed(_ now: Duration) -> String {
    let end = clocks.end
    guard now < end else { return "within \(min(now, end).text)" }
    let wait = (clocks.notBefore - now).text
    return "after \(now.text), and the server asks to be left alone for \(wait), which is longer"
      + " than what is left"
  }

  private var deadlineRemedy: String {
    settings.limits.shortenedBy.map { "\($0) left no more time: the job needs a longer timeout." }
      ?? "A longer --timeout waits longer."
  }

  /// The advice of a limit, and what else there is to do where the deadline came before it.
  private func advice(_ advice: String, of limit: Duration) -> String {
    settings.limits.total < limit
      ? "\(advice) The deadline came first: \(deadlineRemedy)" : advice
  }

  private func noFreshJob(at now: Duration) -> Verdict {
    guard let doubt = watch.doubt else {
      return Verdict(.notFound, "no job was seen", advice: FreshnessDoubt.noJob.advice)
    }
    let waited = (now - clocks.waitingSince).text
    return Verdict(
      .notFound, "no fresh job appeared within \(waited): \(doubt.description)",
      advice: advice(doubt.advice, of: settings.limits.start))
  }

  /// No good answer for too long; what the last attempts met decides between 69 and 76.
  private func lostContact(at now: Duration) -> Verdict {
    guard let failure = failures.last, let since = clocks.failingSince else {
      return Verdict(.unreachable, "the server did not answer")
    }
    let wait =
      now < clocks.end ? ", and the server asks to be left alone for longer than is left" : ""
    let lead =
      "no good answer for \((now - since).text)\(wait); the last of \(attempts) failed: "
    switch failure.kind {
    case .notAStatus where !clocks.hadContact || failures.isForeign(at: now), .unknownStatus:
      return Verdict(
        .protocolError, lead + failure.description,
        advice: "What answers does not speak the publish-status API as the gate knows it. Check"
          + " --base-url and --status-path.")
    case .connection, .timedOut, .serverFault, .rateLimited, .notAStatus, .wrongEndpoint,
      .unknownBot, .unauthorized, .untrusted:
      return Verdict(
        .unreachable, lead + failure.description,
        advice: advice(
          "Check --base-url, the network and the proxy variables; --contact-timeout allows a longer"
            + " outage.", of: settings.limits.contact))
    }
  }

  private var attempts: String { failures.count == 1 ? "1 attempt" : "\(failures.count) attempts" }

  func tooLargeJob() -> Verdict {
    Verdict(
      .protocolError,
      "the answers about job \(watch.job?.idText ?? "(no id)") list more than"
        + " \(PublishJob.resourceLimit) resources in all, or have longer names and"
        + " reasons than can be reported in time",
      advice: "No bot has so many. Check --base-url and --status-path.")
  }

  /// The verdict of a failure that no further attempt would mend.
  func verdict(for failure: RequestFailure) -> Verdict {
    let reason = failure.description
    switch failure.kind {
    case .unauthorized(let refusal):
      return Verdict(
        .unauthorized, "the server refused the token: \(reason)", advice: refusal.advice)
    case .unknownBot:
      return Verdict(
        .notFound, "the server does not know the bot \(settings.bot.id): \(reason)",
        advice: "Check --bot-id (it begins with 'st-') and that the app of the token may see this"
          + " bot.")
    case .untrusted:
      return Verdict(.unreachable, reason)
    case .wrongEndpoint, .notAStatus, .unknownStatus:
      return Verdict(
        .protocolError, "what answers is not the publish-status API: \(reason)",
        advice: "Check --base-url and --status-path.")
    case .connection, .timedOut, .serverFault, .rateLimited:
      return Verdict(.unreachable, reason)
    }
  }

  func superseded(by job: PublishJob) -> Verdict {
    let ours = watch.job?.idText ?? "(no id)"
    return Verdict(
      .superseded,
      "job \(ours) was replaced by job \(job.idText), requested \(job.requestedText)",
      advice: "Somebody published the same bot again. That publish has a gate of its own, or needs"
        + " one.")
  }

  func interrupted(by signal: Signal) -> Verdict {
    let state =
      switch pulse {
      case .watching(let job): "the publish was last seen \(job.stateText)"
      case .waitingForJob(let doubt?): doubt.description
      case .waitingForJob(nil): "no job was seen"
      case .noContact(let failure?):
        watch.job.map { "the publish was last seen \($0.stateText)" }
          ?? "no good answer was had: \(failure.description)"
      case .noContact(nil): "no answer was had yet"
      }
    return Verdict(.interrupted(signal), "stopped by \(signal.name); \(state)")
  }
}
