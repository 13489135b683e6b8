import GateKit

import TestSupport
import Testing

@testable import KoreSimulator

/// A scenario that the gate is run against in virtual time, from the simulator's documents to every
/// log and report.
struct PlayedScenario: CustomTestStringConvertible, Sendable {
  /// The scenario's name, and that of its golden.
  let name: String
  let code: Int32
  var settings = Self.settings()
  var answers = Answers.catalog(.perRequest)

  /// The golden whose report and summary are much like those of this one, or nil to have all lines.
  var model: String? = "success"

  enum Answers: Sendable {
    /// Those of the simulator's scenario.
    case catalog(SimulatorSettings.Pace)
    /// These bodies, the last one for ever.
    case bodies([String])
  }

  var testDescription: String { name }

  static let all = [
    PlayedScenario(name: "success", code: 0, model: nil),
    PlayedScenario(name: "failure", code: 1),
    PlayedScenario(name: "partial", code: 1),
    PlayedScenario(name: "slow", code: 0, answers: .catalog(.clock)),
    PlayedScenario(name: "stall", code: 124, settings: settings { $0.limits.total = limit }),
    PlayedScenario(name: "stale", code: 0),
    PlayedScenario(
      name: "never", code: 66, settings: settings { $0.limits.start = limit }, model: nil),
    PlayedScenario(
      name: "unpublished", code: 66, settings: settings { $0.limits.start = limit },
      model: "never"),
    PlayedScenario(name: "superseded", code: 75),
    PlayedScenario(name: "flaky", code: 0),
    PlayedScenario(name: "rate-limited", code: 0),
    PlayedScenario(name: "unauthorized", code: 77, model: "never"),
    PlayedScenario(name: "forbidden", code: 77, model: "never"),
    PlayedScenario(name: "unknown-bot", code: 66, model: "never"),
    PlayedScenario(name: "html", code: 76, model: "never"),
    PlayedScenario(name: "redirect", code: 76, model: "never"),
    PlayedScenario(
      name: "unknown-status", code: 76, settings: settings { $0.limits.contact = limit }),
    PlayedScenario(name: "approval", code: 0),
    PlayedScenario(
      name: "hostile", code: 1,
      settings: settings {
        $0.resources.allowed = [try? ResourcePattern(parsing: "NL:*")].compactMap(\.self)
      },
      answers: .bodies(HostileJob.bodies), model: nil),
  ]

  /// What ends a run that would go on for ever.
  private static let limit = Duration.seconds(20)

  private static func settings(_ change: (inout GateSettings) -> Void = { _ in }) -> GateSettings {
    guard let bot = try? BotReference(parsing: "st-demo") else {
      preconditionFailure("the reference is well formed")
    }
    var settings = GateSettings(bot: bot)
    change(&settings)
    return settings
  }

  func play() async throws -> VirtualRun {
    let result: (StatusRequest, Duration) -> Result<StatusSnapshot, RequestFailure>
    switch answers {
    case .catalog(let pace):
      let server = try VirtualServer(playing: name, pace: pace)
      result = { server.result(at: $1) }
    case .bodies(let bodies):
      result = { request, now in
        let body = bodies[min(request.number, bodies.count) - 1]
        return VirtualServer.result(of: .json(body), at: now)
      }
    }
    return await VirtualRun.run(settings) { request, now in
      (.milliseconds(20), Reply(result(request, now), at: now))
    }
  }
}
