import ArgumentParser
import Foundation
import GateKit
import KoreSimulator
import TestSupport
import Testing

@testable import publish_gate

/// The help says what is so: the defaults of each command, and every flag that a sentence speaks of.
@Suite struct HelpTests {
  private static let defaultTexts: [(setting: Setting, text: @Sendable (GateSettings) -> String)] =
    [
      (.timeout, { $0.limits.total.text }), (.startTimeout, { $0.limits.start.text }),
      (.contactTimeout, { $0.limits.contact.text }),
      (.requestTimeout, { $0.limits.request.text }),
      (.initialInterval, { $0.backoff.initial.text }), (.maxInterval, { $0.backoff.maximum.text }),
      (.backoffFactor, { "\($0.backoff.factor)" }), (.heartbeat, { $0.heartbeat.text }),
      (.freshWithin, { $0.freshness.maximumAge.text }),
    ]

  @Test func waitShowsTheDefaultsOfItsSettings() throws {
    var reader = SettingReader(environment: ["KORE_BOT_ID": "st-1", "KORE_JWT": "token-of-a-test"])
    let settings = try WaitCommand.parse([]).settings(&reader).gate
    #expect(reader.mistakes.isEmpty)
    var expected = WaitCommand.defaults
    expected.bot = settings.bot
    #expect(settings == expected)
    try Self.expectDefaults(of: settings, in: WaitCommand.self)
  }

  @Test func demoShowsTheDefaultsOfItsSettings() throws {
    var reader = SettingReader(environment: [:])
    let settings = try DemoCommand.parse([]).settings(&reader).gate
    #expect(reader.mistakes.isEmpty)
    #expect(settings == DemoCommand.defaults)
    try Self.expectDefaults(of: settings, in: DemoCommand.self)
  }

  private static func expectDefaults(
    of settings: GateSettings, in command: any ParsableCommand.Type
  ) throws {
    let help = command.helpMessage(columns: 500)
    for (setting, text) in defaultTexts {
      let variable = try #require(setting.variable)
      let note = "(\(variable); default: \(text(settings)))"
      #expect(help.contains(note), "\(note) is not in \(command)'s help")
    }
  }

  @Test(arguments: [
    ("base-url", "https://platform.kore.ai"),
    ("status-path", "/api/public/bot/{botId}/publish/status"), ("subject", "publish-gate"),
    ("junit", "test-results/TEST-publish.xml"), ("format", "text"), ("ci", "auto"),
    ("color", "auto"), ("timeout", "30m"), ("backoff-factor", "1.5"),
  ])
  func waitShowsWhatItDoesByItself(flag: String, text: String) {
    Self.expect("default: \(text))", of: flag, in: WaitCommand.self)
  }

  @Test(arguments: [
    ("scenario", "success"), ("speed", "1"), ("timeout", "2m"), ("start-timeout", "8s"),
    ("contact-timeout", "8s"), ("initial-interval", "800ms"), ("max-interval", "2s"),
    ("backoff-factor", "1.2"),
  ])
  func demoShowsWhatItDoesByItself(flag: String, text: String) {
    Self.expect("default: \(text))", of: flag, in: DemoCommand.self)
  }

  @Test func simulateShowsItsPort() throws {
    Self.expect("default: 8080)", of: "port", in: SimulateCommand.self)
    var reader = SettingReader(environment: [:])
    #expect(try SimulateCommand.parse([]).settings(&reader).port == 8_080)
  }

  private static func expect(
    _ note: String, of flag: String, in command: any ParsableCommand.Type
  ) {
    let lines = command.helpMessage(columns: 500).split(separator: "\n").map(String.init)
    // A name that is too long stands on a line of its own.
    let start = lines.firstIndex { $0.hasPrefix("  --\(flag) ") }
    let entry = start.map { lines[$0...].prefix(2).joined(separator: "\n") } ?? ""
    #expect(entry.contains(note), "\(entry)")
  }

  /// Flags of other programs, and those that ArgumentParser adds.
  private static let otherFlags: Set<String> = [
    "--context", "--style", "--help-hidden", "--generate-completion-script",
    "--experimental-dump-help",
  ]

  @Test func everyFlagThatASentenceNamesIsInTheHelp() throws {
    let help = Self.allFlags.union(Self.otherFlags)
    let folder = TestFiles.url("../Sources")
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    var count = 0
    // Those of a style sheet are not flags.
    for name in names ?? [] where name.hasSuffix(".swift") && !name.contains("+Style") {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      for line in text.split(separator: "\n") where !Self.isComment(line) {
        for flag in Self.flags(in: String(line)) {
          count += 1
          #expect(help.contains(flag), "\(name): \(line)")
        }
      }
    }
    #expect(count > 50)
  }

  /// The flag of a setting is that of an option: nothing but their names ties the two.
  @Test func everySettingsFlagIsInTheHelp() throws {
    let source = TestFiles.url("../Sources/publish-gate/Options/Setting.swift")
    let flags = try String(contentsOf: source, encoding: .utf8)
      .matches(of: /= Setting\("([a-z-]+)"/).map { "--\($0.1)" }
    #expect(flags.count > 20 && Self.allFlags.isSuperset(of: flags))
  }

  private static let allFlags: Set<String> = {
    let commands: [any ParsableCommand.Type] = [
      PublishGate.self, WaitCommand.self, DemoCommand.self, SimulateCommand.self,
    ]
    return Set(commands.flatMap { flags(in: $0.helpMessage(columns: 500)) })
  }()

  private static func isComment(_ line: Substring) -> Bool {
    line.drop { $0 == " " }.hasPrefix("//")
  }

  private static func flags(in text: String) -> [String] {
    text.matches(of: /(?:^|[^-\w])(--[a-z][a-z-]+)/).map { String($0.1) }
  }
}
