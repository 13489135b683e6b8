import Testing

@testable import GateKit

@Suite struct AssessmentTests {
  /// Status, live state, and what it means: while the job runs, at its end, and with --require-live.
  @Test(
    arguments: [
      ("SUCCESS", nil, .passed, .passed, .passed),
      ("SUCCESS", "published", .passed, .passed, .passed),
      ("SUCCESS", "awaitingApproval", .awaitingApproval, .awaitingApproval, .failed),
      ("SUCCESS", "rejected", .failed, .failed, .failed),
      ("SUCCESS", "configured", .passed, .passed, .failed),
      ("FAILED", nil, .failed, .failed, .failed),
      ("FAILED", "published", .failed, .failed, .failed),
      ("INPROGRESS", nil, .unfinished, .unfinished, .unfinished),
      ("PENDING", nil, .unfinished, .notAttempted, .notAttempted),
      ("SKIPPED", nil, .notAttempted, .notAttempted, .notAttempted),
      ("ABORTED", nil, .unknown, .unknown, .unknown),
      ("", "published", .unknown, .unknown, .unknown),
    ] as [(String, String?, Assessment, Assessment, Assessment)])
  func whatAStatusMeans(
    status: String, state: String?, running: Assessment, ended: Assessment, live: Assessment
  ) {
    let resource = Resource.sample(status: status, state: state)
    var policy = ResourcePolicy()
    #expect(policy.assess(resource, jobEnded: false) == running)
    #expect(policy.assess(resource, jobEnded: true) == ended)
    policy.requiresLive = true
    #expect(policy.assess(resource, jobEnded: true) == live)
  }

  @Test(arguments: [
    ("FAILED", Assessment.tolerated, Assessment.tolerated), ("INPROGRESS", .unfinished, .tolerated),
    ("PENDING", .unfinished, .tolerated), ("SKIPPED", .notAttempted, .tolerated),
    ("ABORTED", .unknown, .tolerated), ("SUCCESS", .passed, .passed),
  ])
  func toleratesOnlyWhatCannotSucceedAnyMore(
    status: String, running: Assessment, ended: Assessment
  ) throws {
    var policy = ResourcePolicy()
    policy.allowed = [try ResourcePattern(parsing: "dialog:*")]
    #expect(policy.assess(.sample(status: status), jobEnded: false) == running)
    #expect(policy.assess(.sample(status: status), jobEnded: true) == ended)
    #expect(policy.assess(.sample("nl", status: "FAILED"), jobEnded: true) == .failed)
  }

  @Test func nothingThatFailsTheGateIsCountedAsPassed() {
    let all: [Assessment] = [
      .passed, .awaitingApproval, .failed, .unfinished, .unknown, .notAttempted, .tolerated,
    ]
    #expect(all.filter(\.isPassed) == [.passed, .awaitingApproval])
    #expect(all.filter(\.failsGate) == [.failed, .unfinished, .unknown, .notAttempted])
  }

  @Test(
    arguments: [
      ("FAILED", nil, "Bot is locked", .failed, "failed: Bot is locked"),
      ("FAILED", nil, "a\n##[b", .failed, "failed: a ## [b"),
      ("FAILED", nil, nil, .failed, "failed, and the server does not say why"),
      ("FAILED", nil, " \n", .failed, "failed, and the server does not say why"),
      ("SUCCESS", "rejected", "no", .failed, "was rejected: no"),
      ("SUCCESS", "awaitingApproval", nil, .failed, "only awaits approval"),
      ("SUCCESS", "configured", nil, .failed, "is not live (its state is 'configured')"),
      ("INPROGRESS", nil, nil, .unfinished, "had not ended (in progress)"),
      ("PENDING", nil, nil, .unfinished, "had not ended (pending)"),
      ("PENDING", nil, nil, .notAttempted, "was never attempted"),
      ("SKIPPED", nil, "not needed", .notAttempted, "was skipped: not needed"),
      (
        "ABORTED", nil, "x", .unknown,
        "has unknown status 'ABORTED', which counts as not passed: x"
      ),
      ("FAILED", nil, "x", .tolerated, "failed, tolerated by --allow-resource: x"),
      ("SUCCESS", "rejected", nil, .tolerated, "was rejected, tolerated by --allow-resource"),
      ("PENDING", nil, nil, .tolerated, "was never attempted, tolerated by --allow-resource"),
      ("SUCCESS", nil, nil, .passed, "succeeded"),
    ] as [(String, String?, String?, Assessment, String)])
  func saysWhatBecameOfAResource(
    status: String, state: String?, reason: String?, assessment: Assessment, account: String
  ) {
    let resource = Resource.sample(status: status, reason: reason, state: state)
    #expect(resource.account(of: assessment) == account)
  }

  @Test func aPublishWithoutStatusSaysSo() {
    let resource = Resource(id: nil, type: nil, name: nil, status: ResourceStatus(nil))
    #expect(resource.account(of: .unknown) == "has no status, which counts as not passed")
    #expect(resource.label == "resource '(unnamed)'")
  }

  @Test(
    arguments: [
      ("dialog", "Pay Bill", "dg-1", "dialog 'Pay Bill'"), ("dialog", " ", "dg-1", "dialog 'dg-1'"),
      ("", nil, "dg-1", "resource 'dg-1'"), ("\n", "\u{200B}", " ", "resource '(unnamed)'"),
      ("a\u{1B}", "[[x", nil, "a\\u{1B} '[ [x'"),
    ] as [(String?, String?, String?, String)])
  func isCalledByTypeAndName(type: String?, name: String?, id: String?, label: String) {
    #expect(Resource.sample(type, name, id: id).label == label)
  }
}
