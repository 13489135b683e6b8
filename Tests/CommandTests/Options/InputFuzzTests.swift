import ArgumentParser
import Foundation
import GateKit
import KoreAPI
import TestSupport
import Testing

@testable import publish_gate

/// Whatever somebody writes on the command line or into a variable is read as it is meant, or
/// refused, each mistake in one sentence; it crashes nothing, and what is refused asks nothing of a server.
///
/// `PUBLISH_GATE_FUZZ_INPUTS=100000 swift test --filter FuzzTests` takes a tenth as many of them.
/// ArgumentParser needs some 50 ms for a command line, so that each comes with many environments.
@Suite struct InputFuzzTests {
  private static let inputs =
    (ProcessInfo.processInfo.environment["PUBLISH_GATE_FUZZ_INPUTS"].flatMap { Int($0) } ?? 40_000)
    / 10

  private static let environmentsOfEach = 20

  private static let seeds: [UInt64] = [1, 2]

  @Test(arguments: seeds)
  func everyInputIsReadOrRefusedInSentences(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var count = (accepted: 0, refused: 0, unparsable: 0)
    let commandLines = Self.inputs / Self.seeds.count / Self.environmentsOfEach
    for _ in 0..<commandLines {
      var input = RandomInput(using: &generator)
      let parsed = ParsedArguments(input.arguments)
      if case .unparsable(let message) = parsed {
        count.unparsable += 1
        #expect(!message.isEmpty, "\(input)")
        _ = PartialArguments(input.arguments)
      }
      guard case .command(let command) = parsed else { continue }
      for _ in 0..<Self.environmentsOfEach {
        var reader = SettingReader(environment: input.environment)
        let settings = command.settingsOfRun(&reader)
        // What is refused keeps its defaults.
        Self.expectInRange(settings, from: input)
        if reader.mistakes.isEmpty { count.accepted += 1 } else { count.refused += 1 }
        Self.expectSentences(reader.mistakes, about: input)
        input.renewEnvironment(using: &generator)
      }
    }
    // Else the inputs are too wild or too tame to show anything.
    #expect(count.unparsable > commandLines / 20, "\(count)")
    #expect(min(count.accepted, count.refused) > commandLines, "\(count)")
  }

  /// The same through the program, some of those that it must refuse.
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func theProgramRefusesThemAndAsksNothing(seed: UInt64) async throws {
    var generator = SplitMix64(seed: seed << 32)
    let input = Self.refusedInput(using: &generator)
    let folder = try TemporaryFolder()
    let run = try await ScriptedServer.with(bodies: ["{}"]) { server in
      let environment = ["KORE_BASE_URL": "http://127.0.0.1:\(server.port)"]
      let run = try await Gate.run(
        input.arguments, environment: environment.merging(input.environment) { $1 }, in: folder)
      #expect(server.requestCount == 0, "\(input)")
      return run
    }
    #expect([64, 77].contains(run.code), "\(input)")
    let sentences = run.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(!sentences.isEmpty, "\(input): \(run.errors)")
    let isPlain = run.errors.unicodeScalars.allSatisfy {
      $0 == "\n" || $0.properties.generalCategory != .control
    }
    #expect(isPlain && !run.errors.contains("##vso["), "\(input)")
  }

  private static func refusedInput(using generator: inout SplitMix64) -> RandomInput {
    while true {
      let input = RandomInput(using: &generator)
      guard input.canBeRun else { continue }
      switch ParsedArguments(input.arguments) {
      case .unparsable: return input
      case .command(let command):
        var reader = SettingReader(environment: input.environment)
        _ = command.settingsOfRun(&reader)
        if !reader.mistakes.isEmpty { return input }
      case .text: continue
      }
    }
  }

  private static func expectSentences(_ mistakes: [StartError], about input: RandomInput) {
    #expect(Set(mistakes.map(\.sentences)).count == mistakes.count, "\(input): \(mistakes)")
    for mistake in mistakes {
      #expect([.usage, .unauthorized].contains(mistake.outcome), "\(input)")
      #expect(mistake.sentences.count == 1, "\(input)")
      let sentence = mistake.reason
      #expect(sentence.hasSuffix(".") && sentence.count < 1_000, "\(input): \(sentence)")
      let isPlain = sentence.unicodeScalars.allSatisfy {
        $0.properties.generalCategory != .control && !(0x202A...0x202E).contains($0.value)
      }
      #expect(isPlain && !sentence.contains("##vso["), "\(input): \(sentence)")
      // Where it came from: a flag or a variable.
      #expect(
        sentence.firstMatch(of: /--[a-z]|[A-Za-z]+_[A-Za-z]+/) != nil, "\(input): \(sentence)")
    }
  }

  private static func expectInRange(_ settings: GateSettings, from input: RandomInput) {
    let limits = settings.limits
    let times = [
      limits.total, limits.start, limits.contact, limits.request, settings.heartbeat,
      settings.backoff.initial, settings.backoff.maximum, settings.freshness.maximumAge,
    ]
    #expect(times.allSatisfy { $0 > .zero && $0 <= .settingLimit }, "\(input)")
    #expect((1...100).contains(settings.backoff.factor), "\(input)")
    if let since = settings.freshness.since {
      #expect((0...253_402_300_799_999).contains(since.millisecondsSinceEpoch), "\(input)")
    }
  }
}

/// What comes of arguments before anything else is read.
private enum ParsedArguments {
  /// Somebody asks for the help, the version or a completion script.
  case text
  case unparsable(String)
  case command(any GateCommand)

  init(_ arguments: [String]) {
    do {
      let command = try PublishGate.parseAsRoot(arguments) as? any GateCommand
      self = command.map { .command($0) } ?? .text
    } catch {
      let isText =
        PublishGate.exitCode(for: error) != .validationFailure
        && PartialArguments.areForText(arguments)
      self = isText ? .text : .unparsable(PublishGate.message(for: error))
    }
  }
}

extension GateCommand {
  /// What a run would go by.
  fileprivate func settingsOfRun(_ reader: inout SettingReader) -> GateSettings {
    switch self {
    case let wait as WaitCommand:
      let settings = wait.settings(&reader)
      let factor = reader.source(.backoffFactor, flag: wait.waiting.backoffFactor)
      expectDigits(factor?.text, unless: reader)
      return settings.gate
    case let demo as DemoCommand:
      let settings = demo.settings(&reader)
      expectDigits(demo.scenario.speed, unless: reader)
      return settings.gate
    case let simulate as SimulateCommand:
      _ = simulate.settings(&reader)
      expectDigits(simulate.port, unless: reader)
    default:
      Issue.record("\(Self.self) is not read")
    }
    return GateSettings(bot: .demo)
  }
}

/// A number that was accepted is written as people write one.
private func expectDigits(_ text: String?, unless reader: SettingReader) {
  guard let text, reader.mistakes.isEmpty else { return }
  #expect(text.wholeMatch(of: /[0-9]+(\.[0-9]+)?/) != nil, "\(text) was accepted")
}
