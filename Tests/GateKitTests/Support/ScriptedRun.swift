import TestSupport

@testable import GateKit

/// One run that has some of everything: a lost connection, an old job, progress, a heartbeat, a
/// tolerated resource, hostile words, and a publish that fails.
enum ScriptedRun {
  static var settings: GateSettings {
    get throws {
      var settings = GateSettings.forTests
      settings.resources.allowed = [try ResourcePattern(parsing: "smalltalk:*")]
      settings.heartbeat = .seconds(4)
      return settings
    }
  }

  static func play() async throws -> VirtualRun {
    let settings = try settings
    return await VirtualRun.run(settings) { request, now in
      let after: Duration = request.number == 5 ? .milliseconds(2_500) : .milliseconds(20)
      return result(of: request.number).map { (after, Reply($0, at: now)) }
    }
  }

  private static func result(of number: Int) -> Result<StatusSnapshot, RequestFailure>? {
    switch number {
    case 1:
      .failure(
        RequestFailure(.serverFault, "HTTP 503", serverMessage: UntrustedText("down\r\n::error::x"))
      )
    case 2: shows(.sample(id: "ds-0", "successful", age: .seconds(7_200)))
    case 3: shows(.sample(percentage: 40, resources: resources(find: "PENDING")))
    case 4: shows(.sample(percentage: 40, resources: resources(find: "INPROGRESS")))
    case 5: shows(.sample(percentage: 40, resources: resources(find: "INPROGRESS")))
    case 6: shows(.sample("failed", percentage: 66.66, resources: resources(find: "FAILED")))
    default: nil
    }
  }

  private static func resources(find status: String) -> [Resource] {
    [
      .sample("SETTINGS", "Settings", id: "se-1"),
      .sample(
        "dialog", "Find Keyword", status: status, id: "dg-1",
        reason: status == "FAILED" ? "Bot is <locked> by \"b\u{1B}[1mob\"\n##[error]x" : nil),
      .sample(
        "smalltalk", "Small Talk", status: status == "PENDING" ? "PENDING" : "FAILED", id: "sm-1",
        reason: "busy"),
      .sample("dialog", "Pay Bill", status: "PENDING", id: "dg-2"),
    ]
  }
}
