import ArgumentParser
import Foundation
import GateKit
import KoreAPI
import TestSupport
import Testing

@testable import publish_gate

/// Whatever somebody writes on the command line or into a variable is read as it is meant, or
/// refused in one sentence; it crashes nothing, and what is refused asks nothing of a server.
///
/// `PUBLISH_GATE_FUZZ_INPUTS=100000 swift test --filter FuzzTests` takes a tenth as many of them.
@Suite struct InputFuzzTests {
  private static let inputs = max(
    1_000,
    (ProcessInfo.processInfo.environment["PUBLISH_GATE_FUZZ_INPUTS"].flatMap { Int($0) } ?? 0) / 10)

  private static let seeds: [UInt64] = [1, 2]

  @Test(arguments: seeds)
  func everyInputIsReadOrRefusedInOneSentence(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var count = (accepted: 0, refused: 0, unparsable: 0)
    for _ in 0..<(Self.inputs / Self.seeds.count) {
      let input = RandomInput(using: &generator)
      switch Reading(of: input) {
      case .text: break
      case .unparsable(let message):
        count.unparsable += 1
        #expect(!message.isEmpty, "\(input)")
        _ = ReadableArguments(input.arguments)
      case .refused(let error):
        count.refused += 1
        Self.expectOneSentence(error, about: input)
      case .accepted(let settings):
        count.accepted += 1
        Self.expectInRange(settings, from: input)
      }
    }
    // Else the inputs are too wild or too tame to show anything.
    let least = Self.inputs / Self.seeds.count / 20
    #expect(min(count.accepted, count.refused, count.unparsable) > least, "\(count)")
  }

  /// The same through the program, some of those that it must refuse.
  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func theProgramRefusesThemAndAsksNothing(seed: UInt64) async throws {
    var generator = SplitMix64(seed: seed << 32)
    let input = Self.refusedInput(using: &generator)
    let folder = try Scratch()
    let run = try await ScriptedServer.with(bodies: ["{}"]) { server in
      let environment = ["KORE_BASE_URL": "http://127.0.0.1:\(server.port)"]
      let run = try await Gate.run(
        input.arguments, environment: environment.merging(input.environment) { $1 }, in: folder)
      #expect(server.requestCount == 0, "\(input)")
      return run
    }
    #expect([64, 77].contains(run.code), "\(input)")
    let sentences = run.errors.split(separator: "\n").filter {
      $0.lowercased().hasPrefix("error: ")
    }
    #expect(sentences.count == 1, "\(input): \(run.errors)")
    let isPlain = run.errors.unicodeScalars.allSatisfy {
      $0 == "\n" || $0.properties.generalCategory != .control
    }
    #expect(isPlain && !run.errors.contains("##vso["), "\(input)")
  }

  private static func refusedInput(using generator: inout SplitMix64) -> RandomInput {
    while true {
      let input = RandomInput(using: &generator)
      guard input.canBeRun else { continue }
      switch Reading(of: input) {
      case .refused, .unparsable: return input
      case .text, .accepted: continue
      }
    }
  }

  private static func expectOneSentence(_ error: SettingError, about input: RandomInput) {
    let sentence = error.sentence
    #expect([.usage, .unauthorized].contains(error.outcome), "\(input)")
    #expect(sentence.hasSuffix(".") && sentence.count < 1_000, "\(input): \(sentence)")
    let isPlain = sentence.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control && !(0x202A...0x202E).contains($0.value)
    }
    #expect(isPlain && !sentence.contains("##vso["), "\(input): \(sentence)")
    // Where it came from: a flag or a variable.
    #expect(sentence.firstMatch(of: /--[a-z]|[A-Za-z]+_[A-Za-z]+/) != nil, "\(input): \(sentence)")
  }

  private static func expectInRange(_ settings: GateSettings, from input: RandomInput) {
    let limits = settings.limits
    let times = [
      limits.total, limits.start, limits.contact, limits.request, settings.heartbeat,
      settings.backoff.initial, settings.backoff.maximum, settings.freshness.maximumAge,
    ]
    #expect(times.allSatisfy { $0 > .zero && $0 <= .longestSetting }, "\(input)")
    #expect((1...100).contains(settings.backoff.factor), "\(input)")
    if let since = settings.freshness.since {
      #expect((0...253_402_300_799_999).contains(since.millisecondsSinceEpoch), "\(input)")
    }
  }
}

/// What comes of an input before anything is asked.
private enum Reading {
  /// Somebody asks for the help, the version or a completion script.
  case text
  /// ArgumentParser says so.
  case unparsable(String)
  case refused(SettingError)
  case accepted(GateSettings)

  init(of input: RandomInput) {
    let reader = SettingReader(environment: input.environment)
    do {
      switch try PublishGate.parseAsRoot(input.arguments) {
      case let wait as WaitCommand: self = .accepted(try Self.settings(of: wait, reader))
      case let demo as DemoCommand:
        _ = try demo.output.settings(reader)
        let simulator = try demo.scenario.settings(port: 0)
        Self.expectDigits(demo.scenario.speed ?? "1", of: simulator.speed)
        var settings = GateSettings(bot: .demo)
        try demo.waiting.read(reader, into: &settings)
        self = .accepted(settings)
      case let simulate as SimulateCommand:
        let port = try simulate.checkedPort()
        Self.expectDigits(simulate.port ?? "8080", of: Double(port))
        _ = try simulate.scenario.settings(port: port)
        self = .accepted(GateSettings(bot: .demo))
      default: self = .text
      }
    } catch let error as SettingError {
      self = .refused(error)
    } catch {
      let isText =
        PublishGate.exitCode(for: error) != .validationFailure
        && ReadableArguments.areForText(input.arguments)
      self = isText ? .text : .unparsable(PublishGate.message(for: error))
    }
  }

  private static func settings(
    of wait: WaitCommand, _ reader: SettingReader
  ) throws -> GateSettings {
    _ = try wait.output.settings(reader)
    let bot = try wait.connection.bot(reader)
    var settings = GateSettings(bot: bot)
    try wait.waiting.read(reader, into: &settings)
    if let text = reader.source(.backoffFactor, flag: wait.waiting.backoffFactor)?.text {
      expectDigits(text, of: settings.backoff.factor)
    }
    let endpoint = try wait.connection.endpoint(reader, bot: bot)
    _ = try wait.connection.transport(
      reader, environment: reader.environment, endpoint: endpoint)
    // Made, but not asked for a token: a command would be run.
    _ = try wait.credentials.credentials(reader, secrets: SecretRegistry()) { _ in }
    return settings
  }

  /// A number that was accepted is written as people write one.
  private static func expectDigits(_ text: String, of number: Double) {
    #expect(text.wholeMatch(of: /[0-9]+(\.[0-9]+)?/) != nil, "\(text) was read as \(number)")
  }
}
