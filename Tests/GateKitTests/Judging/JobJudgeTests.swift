import Testing

@testable import GateKit

@Suite struct JobJudgeTests {
  private func reason(_ status: String, _ resources: [Resource]) -> String? {
    let judge = JobJudge(policy: ResourcePolicy())
    switch judge.judge(.sample(status, resources: resources)) {
    case .settled(let verdict)?, .unsettled(let verdict)?: return verdict.reason
    case nil: return nil
    }
  }

  @Test func namesTheOneThatFailedBeforeTheOnesNeverReached() {
    let resources = [
      Resource.sample("dialog", "Never", status: "PENDING"),
      .sample("dialog", "Broken", status: "FAILED", reason: "locked"),
    ]
    #expect(
      reason("successful", resources)
        == "the publish says successful, but dialog 'Broken' failed: locked (and 1 more)")
    #expect(reason("failed", resources) == "the publish failed: dialog 'Broken' failed: locked")
  }

  @Test func anUnknownWordExplainsAFailedPublishWhenNothingElseDoes() {
    #expect(
      reason("failed", [.sample(), .sample("dialog", "Odd", status: "ABORTED", reason: "quota")])
        == "the publish failed: dialog 'Odd' has unknown status 'ABORTED', which counts as not"
        + " passed: quota")
    #expect(reason("failed", [.sample()]) == "the publish failed, and no resource says why")
  }
}
