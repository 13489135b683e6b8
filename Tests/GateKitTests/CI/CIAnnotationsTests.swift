import Testing

@testable import GateKit

@Suite struct CIAnnotationsTests {
  private static func resources(_ count: Int, _ type: String, status: String) -> [Resource] {
    (0..<count).map { .sample(type, "R\($0)", status: status) }
  }

  private static func annotations(
    _ status: String = "failed", _ outcome: Outcome = .failed, resources: [Resource],
    warnings: [Warning] = []
  ) throws -> Annotations {
    var policy = ResourcePolicy()
    policy.allowed = [try ResourcePattern(parsing: "smalltalk:*")]
    let verdict = Verdict(outcome, "because", advice: "Do this.")
    let events =
      [Event.sample(.progressed(.sample(status, resources: resources), []))]
      + warnings.map { .sample(.warning($0)) } + [.sample(.ended(verdict))]
    return Annotations(of: verdict, in: RunRecord(telling: events, policy: policy))
  }

  @Test(arguments: [(0, 1), (1, 1), (9, 9), (10, 10), (11, 10), (25, 10), (3_000, 10)])
  func noMoreThanTenOfAKind(count: Int, shown: Int) throws {
    let resources =
      Self.resources(count, "dialog", status: "FAILED")
      + Self.resources(count, "smalltalk", status: "FAILED")
    let annotations = try Self.annotations(resources: resources)
    #expect(annotations.errors.count == shown)
    #expect(annotations.warnings.count == min(count, shown))
    if count > 10 {
      #expect(annotations.errors.last == "and \(count - 9) more errors")
      #expect(annotations.warnings.last == "and \(count - 9) more warnings")
    }
  }

  @Test func theRunsOwnWarningsCountAmongTheTen() throws {
    let resources = Self.resources(9, "smalltalk", status: "FAILED")
    let words = (0..<3).map { Warning.unknownStatus(UntrustedText("word \($0)")) }
    let annotations = try Self.annotations(
      "successful", .passed, resources: resources, warnings: words + words)
    #expect(annotations.errors.isEmpty)
    #expect(annotations.warnings.count == 10)
    #expect(annotations.warnings.last == "and 3 more warnings")
  }

  @Test func whatAwaitsApprovalIsToldOnce() throws {
    let waiting = Resource.sample(state: "awaitingApproval")
    let annotations = try Self.annotations(
      "successful", .passed, resources: [waiting], warnings: [.awaitingApproval([waiting])])
    let message = "dialog 'Pay Bill' succeeded, and awaits approval before it is live"
    #expect(annotations.warnings == [message])
  }

  @Test func aFailedResourceStandsForTheVerdict() throws {
    let annotations = try Self.annotations(resources: [
      .sample("dialog", "A", status: "PENDING"), .sample("dialog", "B", status: "FAILED"),
    ])
    #expect(
      annotations.errors == [
        "dialog 'B' failed, and the server does not say why", "dialog 'A' was never attempted",
      ])
  }

  @Test(arguments: [Outcome.timedOut, .superseded, .interrupted(.terminate)])
  func anEndBeforeTheJobsOwnIsTheVerdictsToTell(outcome: Outcome) throws {
    let annotations = try Self.annotations(
      "inprogress", outcome,
      resources: [
        .sample("dialog", "A", status: "PENDING"), .sample("dialog", "B", status: "FAILED"),
        .sample("dialog", "C", status: "weird"),
      ])
    #expect(
      annotations.errors == [
        "\(outcome.name): because. Do this.",
        "dialog 'B' failed, and the server does not say why",
      ])
    #expect(
      annotations.warnings == [
        "dialog 'C' has unknown status 'weird', which counts as not passed"
      ])
  }

  @Test func aVerdictThatNoResourceExplainsIsTold() throws {
    let annotations = try Self.annotations(resources: [
      .sample("smalltalk", "A", status: "FAILED"), .sample("dialog", "B", status: "PENDING"),
    ])
    #expect(
      annotations.errors == ["failed: because. Do this.", "dialog 'B' was never attempted"])
    #expect(
      annotations.warnings == ["smalltalk 'A' failed, tolerated by --allow-resource"])
  }

  @Test(arguments: ["m", "👩‍👩‍👧‍👦", "%", "\u{1}", "か"])
  func noMessageIsLongerThanACITakes(text: String) throws {
    let verdict = Verdict(.timedOut, String(repeating: text, count: 20_000))
    let end = [Event.sample(.ended(verdict))]
    let names: [(CIDialect, String)] = [(.github, "error"), (.teamcity, "buildProblem")]
    for (dialect, name) in names {
      let commands = CIRendering(dialect: dialect).lines(for: end)?
        .compactMap { CICommand.read($0.line.text, by: dialect) }
      let command = try #require(commands?.first { $0.name == name })
      let message = command.properties["description"] ?? command.data
      #expect((1_000...4_000).contains(message.utf16.count))
      #expect(message.hasSuffix("…"))
    }
  }
}
