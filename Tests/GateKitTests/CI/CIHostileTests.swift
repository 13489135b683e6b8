import Testing

@testable import GateKit

@Suite struct CIHostileTests {
  /// The commands that a dialect may write about one event, by name and how many at most.
  private static func allowance(of dialect: CIDialect) -> [String: Int] {
    switch dialect {
    case .none: [:]
    case .github: ["group": 1, "endgroup": 1, "error": 10, "warning": 10]
    case .gitlab: ["start": 1, "end": 1]
    case .azure:
      [
        "task.setprogress": 1, "task.logissue": 20,
        "task.setvariable": 8, "task.complete": 1,
      ]
    case .teamcity: ["progressMessage": 1, "buildProblem": 1, "buildStatus": 1]
    case .buildkite: ["---": 1, "+++": 1]
    }
  }

  /// What a GitHub runner and an Azure agent would do with lines of another CI's dialect is none
  /// of our business; what the dialect's own CI does with each line is.
  @Test(arguments: CIDialect.allCases, [false, true])
  func theServerCanNotWriteACommand(dialect: CIDialect, isColored: Bool) throws {
    let rendering = CIRendering(
      dialect: dialect, isColored: isColored, reportPath: Hostile.line)
    for event in Event.hostileSamples {
      for record in [RunRecord(telling: [event]), Self.record(with: event)] {
        let lines = try #require(rendering.lines(for: event, in: record))
        var counts: [String: Int] = [:]
        for line in lines {
          let text = line.line.text
          #expect(!text.unicodeScalars.contains("\n"))
          let command = CICommand.read(text, by: dialect)
          #expect((command != nil) == line.isOwn, "\(text)")
          guard let command else { continue }
          counts[command.name, default: 0] += 1
          for value in [command.data] + command.properties.values {
            #expect(value.harm == nil)
          }
        }
        let allowance = Self.allowance(of: dialect)
        #expect(counts.allSatisfy { $0.value <= allowance[$0.key, default: 0] }, "\(counts)")
      }
    }
  }

  /// A record that has seen everything hostile, and now this.
  private static func record(with event: Event) -> RunRecord {
    RunRecord(telling: Event.hostileSamples + [event])
  }

  @Test(arguments: Hostile.texts.indices)
  func whatIsEscapedIsReadAsItWas(index: Int) throws {
    let text = Hostile.texts[index]
    let clean = Sanitizer.oneLine(text)
    // The runner drops a property without a value.
    let title = "a,b=c\(text)"
    let annotation = try #require(
      CICommand.read(GitHub.command("error", ["title": title], data: text), by: .github))
    #expect(annotation.name == "error")
    #expect(annotation.data == clean)
    #expect(annotation.properties == ["title": Sanitizer.oneLine(title)])
    let group = CICommand.read(GitHub.command("group", data: text), by: .github)
    #expect(group?.data == clean)

    let issue = try #require(
      CICommand.read(Azure.command("a.b", ["c": title, "d": "e"], data: text), by: .azure))
    #expect(issue.name == "a.b")
    #expect(issue.data == clean)
    #expect(issue.properties == ["c": Sanitizer.oneLine(title), "d": "e"])

    let message = try #require(
      CICommand.read(TeamCity.message("m", ["a": text, "b": title]), by: .teamcity))
    #expect(message.name == "m")
    #expect(message.properties == ["a": clean, "b": Sanitizer.oneLine(title)])
    let single = CICommand.read(TeamCity.message("m", text), by: .teamcity)
    #expect(single?.properties == ["": clean])
  }

  @Test(arguments: Hostile.texts.indices)
  func aMaskHidesTheSecretAsItIs(index: Int) throws {
    let secret = Hostile.texts[index]
    let line = try #require(CIDialect.github.maskingCommand(for: Secret(secret)))
    #expect(!line.unicodeScalars.contains { ["\r", "\n"].contains($0) })
    let command = try #require(CICommand.read(line, by: .github))
    #expect(command.name == "add-mask")
    #expect(command.data.unicodeScalars.elementsEqual(secret.unicodeScalars))
  }
}
