/// The outcome of a run, and why.
package struct Verdict: Equatable, Sendable {
  package let outcome: Outcome

  /// Why, as a sentence without a full stop.
  package let reason: String

  /// What to do about it in full sentences, or nil when there is nothing to do.
  package let advice: String?

  package init(_ outcome: Outcome, _ reason: String, advice: String? = nil) {
    self.outcome = outcome
    self.reason = reason
    self.advice = advice
  }

  /// Reason and advice in full sentences, unsanitised.
  package var explanation: String { reason.withFullStop + (advice.map { " \($0)" } ?? "") }

  /// Outcome, reason and advice, unsanitised: `failed: the publish failed. Publish again.`
  package var message: String { "\(outcome.name): \(explanation)" }
}

extension String {
  /// The text with a full stop, unless it ends like a sentence already.
  var withFullStop: String { last.map { ".!?…".contains($0) } == true ? self : self + "." }
}

extension Verdict {
  /// The verdict, with the way to a stronger proof where the job's age is all that speaks for it.
  func resting(on proof: FreshnessProof?) -> Verdict {
    guard let proof, proof.restsOnAgeAlone else { return self }
    let note = "only its age says that this publish is the right one; --since TIME proves it"
    return Verdict(outcome, "\(reason) (\(note))", advice: advice)
  }
}

/// How long a run took until no further request made sense, and what its limits were.
///
/// What a sentence says of time is what has passed, which is less than the limit where the server
/// asks to be left alone beyond it.
struct TimeTaken {
  /// Since the gate's start.
  let elapsed: Duration
  /// How long the server asks to be left alone, or nil when the limit itself was reached.
  private let serverIsLeftAloneFor: Duration?
  /// When the limit was, since the gate's start.
  private let end: Duration
  private let limits: GateSettings.Limits

  init(
    _ elapsed: Duration, until end: Duration, serverIsLeftAloneUntil notBefore: Duration,
    _ limits: GateSettings.Limits
  ) {
    self.elapsed = elapsed
    self.end = end
    self.limits = limits
    serverIsLeftAloneFor = elapsed < end ? notBefore - elapsed : nil
  }

  /// The end of a clause: `within 30m`, or `after 2s, and the server asks to be left alone for 1h,
  /// which is longer than what is left`.
  fileprivate var clause: String {
    guard let wait = serverIsLeftAloneFor else { return "within \(min(elapsed, end).text)" }
    return "after \(elapsed.text), and the server asks to be left alone for \(wait.text), which is"
      + " longer than what is left"
  }

  fileprivate var isCutByServer: Bool { serverIsLeftAloneFor != nil }

  fileprivate var deadlineRemedy: String {
    limits.shortenedBy.map { "\($0) left no more time: the job needs a longer timeout." }
      ?? "A longer --timeout waits longer."
  }

  /// The advice of a limit, and what else there is to do where the deadline came before it.
  fileprivate func advice(
    _ advice: String, ofLimit limit: KeyPath<GateSettings.Limits, Duration>
  ) -> String {
    limits.total < limits[keyPath: limit]
      ? "\(advice) The deadline came first: \(deadlineRemedy)" : advice
  }
}

/// One for each way in which a run ends without an ended job; those of an ended job are the
/// ``JobJudge``'s.
extension Verdict {
  static func timedOut(
    _ job: PublishJob, lastFailure: RequestFailure?, _ time: TimeTaken
  ) -> Verdict {
    let failure = lastFailure.map { "; the last request failed: \($0.description)" } ?? ""
    return Verdict(
      .timedOut,
      "the publish had not ended \(time.clause); it was last seen \(job.stateText)\(failure)",
      advice: "The publish may still end: look at the bot in Kore.ai. \(time.deadlineRemedy)")
  }

  /// - Parameters:
  ///   - doubt: why what the server shows is not the job, or nil when no job was seen.
  ///   - since: from when on a fresh job was waited for.
  static func noFreshJob(
    _ doubt: FreshnessDoubt?, since: Duration, _ time: TimeTaken
  ) -> Verdict {
    guard let doubt else {
      return Verdict(.notFound, "no job was seen", advice: FreshnessDoubt.noJob.advice)
    }
    let waited = (time.elapsed - since).text
    return Verdict(
      .notFound, "no fresh job appeared within \(waited): \(doubt.description)",
      advice: time.advice(doubt.advice, ofLimit: \.start))
  }

  /// No good answer for too long; what the last attempts met decides between 69 and 76.
  ///
  /// - Parameters:
  ///   - since: when the first of the failed attempts was made.
  ///   - isForeign: whether an answer that is no publish status says that the address is wrong.
  static func lostContact(
    _ failure: RequestFailure, attempts: Int, since: Duration, isForeign: Bool, _ time: TimeTaken
  ) -> Verdict {
    let wait =
      time.isCutByServer ? ", and the server asks to be left alone for longer than is left" : ""
    let reason =
      "no good answer for \((time.elapsed - since).text)\(wait); the last of"
      + " \(attempts == 1 ? "1 attempt" : "\(attempts) attempts") failed: \(failure.description)"
    switch failure.kind {
    case .notAStatus where isForeign, .unknownStatus:
      return Verdict(
        .protocolError, reason,
        advice: "What answers does not speak the publish-status API as the gate knows it. Check"
          + " --base-url and --status-path.")
    case .connection, .timedOut, .serverFault, .rateLimited, .notAStatus, .wrongEndpoint,
      .unknownBot, .unauthorized, .untrusted:
      return Verdict(
        .unreachable, reason,
        advice: time.advice(
          "Check --base-url, the network and the proxy variables; --contact-timeout allows a longer"
            + " outage.", ofLimit: \.contact))
    }
  }

  static func tooLarge(_ job: PublishJob) -> Verdict {
    Verdict(
      .protocolError,
      "the answers about job \(job.idText) list more than \(PublishJob.resourceLimit) resources in"
        + " all, or have longer names and reasons than can be reported in time",
      advice: "No bot has so many. Check --base-url and --status-path.")
  }

  /// The verdict of a failure that no further attempt would repair.
  static func final(_ failure: RequestFailure, for bot: BotReference) -> Verdict {
    let reason = failure.description
    switch failure.kind {
    case .unauthorized(let refusal):
      return Verdict(
        .unauthorized, "the server refused the token: \(reason)", advice: refusal.advice)
    case .unknownBot:
      return Verdict(
        .notFound, "the server does not know the bot \(bot.id): \(reason)",
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

  /// - Parameter ours: the job that was watched, or nil when there was none.
  static func superseded(_ ours: PublishJob?, by job: PublishJob) -> Verdict {
    Verdict(
      .superseded,
      "job \(ours?.idText ?? "(no id)") was replaced by job \(job.idText), requested"
        + " \(job.requestedText)",
      advice: "Somebody published the same bot again. That publish has a gate of its own, or needs"
        + " one.")
  }

  /// - Parameter state: what was known of the publish, as a clause.
  static func interrupted(by signal: Signal, _ state: String) -> Verdict {
    Verdict(.interrupted(signal), "stopped by \(signal.name); \(state)")
  }
}
