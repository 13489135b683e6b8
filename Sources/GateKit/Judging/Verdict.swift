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
