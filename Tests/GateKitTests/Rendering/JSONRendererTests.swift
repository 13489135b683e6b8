import Foundation
import Testing

@testable import GateKit

@Suite struct JSONRendererTests {
  private static func renderer(_ verbosity: Verbosity = .verbose) -> JSONRenderer {
    JSONRenderer(
      errorStyle: ANSIStyle(isOn: false), verbosity: verbosity, reportPath: Hostile.line)
  }

  private static func objects(_ event: Event, _ verbosity: Verbosity = .verbose) -> [String] {
    let record = RunRecord(telling: [event])
    return renderer(verbosity).lines(for: event, in: record)
      .filter { $0.stream == .standardOutput }.map(\.text)
  }

  @Test(arguments: Event.hostileSamples.indices)
  func everyEventIsOneSafeObjectOnOneLine(index: Int) throws {
    let event = Event.hostileSamples[index]
    let lines = Self.objects(event)
    #expect(lines.count == 1)
    let line = try #require(lines.first)
    #expect(line.harm == nil)
    #expect(line.hasPrefix("{\"time\":\"2026-01-02T03:04:06.000Z\",\"elapsed\":1,\"event\":\""))
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let names = Self.memberNames(of: line)
    #expect(Set(names).count == names.count, "a member stands twice")
    #expect(Set(names) == object.map { Set($0.keys) })
  }

  @Test(arguments: Event.hostileSamples.indices)
  func standardErrorIsForPeople(index: Int) {
    let event = Event.hostileSamples[index]
    let record = RunRecord(telling: [event])
    let asides = Self.renderer().lines(for: event, in: record)
      .filter { $0.stream == .standardError }
    switch event.kind {
    case .warning: #expect(asides.map { $0.text.contains("] warning: ") } == [true])
    case .ended(let verdict):
      let count = verdict.outcome == .passed ? 0 : 1
      #expect(asides.count == count)
    case .started, .requested, .waitingForJob, .jobFound, .progressed, .retrying, .renewingToken,
      .heartbeat:
      #expect(asides.isEmpty)
    }
  }

  @Test func requestsAreShownWhenVerboseAndProgressUnlessQuiet() {
    let events = Event.hostileSamples
    let counts = [Verbosity.verbose, .normal, .quiet].map { verbosity in
      events.reduce(0) { $0 + Self.objects($1, verbosity).count }
    }
    #expect(counts == [events.count, events.count - 2, 5])
  }

  @Test func theReportsPathIsReadBackAsItIs() throws {
    struct Ended: Decodable { let report: String }
    let line = try #require(Self.objects(.sample(.ended(Verdict(.passed, "x")))).first)
    let ended = try JSONDecoder().decode(Ended.self, from: Data(line.utf8))
    #expect(Array(ended.report.utf8) == Array(Hostile.line.utf8))
  }

  /// The names of the members of an object, those of objects inside it left out.
  private static func memberNames(of line: String) -> [String] {
    var names: [String] = []
    var depth = 0
    var text = ""
    var isInString = false
    var isEscaped = false
    for byte in line.utf8 {
      let character = Character(UnicodeScalar(byte))
      if isInString {
        isInString = character != "\"" || isEscaped
        if isInString { text.append(character) }
        isEscaped = character == "\\" && !isEscaped
      } else {
        switch character {
        case "{", "[": depth += 1
        case "}", "]": depth -= 1
        case "\"": (isInString, text) = (true, "")
        case ":" where depth == 1: names.append(text)
        default: break
        }
      }
    }
    return names
  }
}
