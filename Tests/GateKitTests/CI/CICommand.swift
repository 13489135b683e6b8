@testable import GateKit

/// A command as a CI's own agent reads it off a line: the rules are spelled out again after the
/// agents' sources, so that the renderers are not measured by themselves.
struct CICommand: Equatable {
  let name: String
  var properties: [String: String] = [:]
  let data: String

  /// What the CI would act on in a line, or nil when it would only show it.
  static func read(_ line: String, by dialect: CIDialect) -> CICommand? {
    switch dialect {
    case .none: nil
    case .github: gitHub(line)
    case .gitlab: gitLab(line)
    case .azure: azure(line)
    case .teamcity: teamCity(line)
    case .buildkite: buildkite(line)
    }
  }

  /// `TryParseV2`, then `TryParse`; any name counts as registered.
  ///
  /// Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
  private static func gitHub(_ line: String) -> CICommand? {
    let trimmed = line.drop { $0.isWhitespace }
    guard trimmed.hasPrefix("::") else {
      return line.contains("##[") ? CICommand(name: "##[", data: line) : nil
    }
    let rest = trimmed.dropFirst(2)
    guard let end = rest.firstRange(of: "::") else { return nil }
    let data = unescaped(rest[end.upperBound...], [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")])
    return CICommand(
      info: rest[..<end.lowerBound], separator: ",", data: data,
      escapes: [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")])
  }

  /// Source:
  /// https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
  private static func azure(_ line: String) -> CICommand? {
    guard let start = line.firstRange(of: "##vso[") else {
      return line.contains("##[") ? CICommand(name: "##[", data: line) : nil
    }
    let rest = line[start.upperBound...]
    guard let end = rest.firstIndex(of: "]") else { return nil }
    let escapes = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%")]
    return CICommand(
      info: rest[..<end], separator: ";",
      data: unescaped(rest[rest.index(after: end)...], escapes), escapes: escapes)
  }

  private init(name: String, properties: [String: String] = [:], data: String) {
    self.name = name
    self.properties = properties
    self.data = data
  }

  private init(
    info: Substring, separator: Character, data: String, escapes: [(String, String)]
  ) {
    let space = info.firstIndex(of: " ") ?? info.endIndex
    let pairs = info[space...].dropFirst().split(separator: separator).map {
      $0.split(separator: "=", maxSplits: 1)
    }
    name = String(info[..<space])
    self.data = data
    for pair in pairs where pair.count == 2 {
      properties[String(pair[0])] = Self.unescaped(pair[1], escapes)
    }
  }

  /// One replacement after the other, as both agents do it.
  private static func unescaped(_ text: Substring, _ escapes: [(String, String)]) -> String {
    escapes.reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
  }

  /// A section's marker, which may stand anywhere in a line.
  ///
  /// Source: `SECTION_REGEX` in https://gitlab.com/gitlab-org/gitlab/-/blob/master/lib/gitlab/regex.rb
  private static func gitLab(_ line: String) -> CICommand? {
    let marker = #/section_(start|end):[0-9]+:([a-zA-Z0-9_.-]+)(\[[^\]]*\])?\r\x{1B}\[0K/#
    guard let match = line.unicodeScalars.contains("\r") ? line.firstMatch(of: marker) : nil else {
      return line.unicodeScalars.contains("\r") ? CICommand(name: "CR", data: line) : nil
    }
    let options = match.3.map { String($0) } ?? ""
    return CICommand(
      name: String(match.1), properties: ["name": String(match.2), "options": options],
      data: String(line[match.range.upperBound...]))
  }

  /// Source: https://www.jetbrains.com/help/teamcity/service-messages.html
  private static func teamCity(_ line: String) -> CICommand? {
    guard let start = line.firstRange(of: "##teamcity[") else { return nil }
    var rest = Array(line[start.upperBound...].unicodeScalars)[...]
    let name = rest.prefix { $0 != " " }
    rest = rest.dropFirst(name.count)
    var properties: [String: String] = [:]
    while rest.first == " " {
      rest = rest.dropFirst()
      let key = rest.prefix { $0 != "=" && $0 != "'" }
      rest = rest.dropFirst(key.count)
      if rest.first == "=" { rest = rest.dropFirst() }
      guard rest.first == "'" else { return nil }
      rest = rest.dropFirst()
      guard let value = teamCityValue(takenFrom: &rest) else { return nil }
      properties[String(key.map { Character($0) })] = value
    }
    guard Array(rest) == ["]"] else { return nil }
    return CICommand(
      name: String(name.map { Character($0) }), properties: properties, data: "")
  }

  private static func teamCityValue(takenFrom rest: inout ArraySlice<Unicode.Scalar>) -> String? {
    var units: [UInt16] = []
    while let scalar = rest.popFirst() {
      switch scalar {
      case "'": return String(decoding: units, as: UTF16.self)
      case "[", "]", "\r", "\n": return nil
      case "|":
        guard let escape = rest.popFirst() else { return nil }
        switch escape {
        case "'", "|", "[", "]": units += escape.utf16
        case "n": units += "\n".utf16
        case "r": units += "\r".utf16
        case "0":
          let digits = String(rest.dropFirst().prefix(4).map { Character($0) })
          guard rest.first == "x", digits.count == 4, let unit = UInt16(digits, radix: 16) else {
            return nil
          }
          units.append(unit)
          rest = rest.dropFirst(5)
        default: return nil
        }
      case _ where !scalar.isASCII: return nil
      default: units += scalar.utf16
      }
    }
    return nil
  }

  /// Source: https://buildkite.com/docs/pipelines/configure/managing-log-output
  private static func buildkite(_ line: String) -> CICommand? {
    let openings = ["---", "+++", "~~~", "^^^"]
    guard let opening = openings.first(where: line.hasPrefix) else { return nil }
    return CICommand(name: opening, data: String(line.dropFirst(4)))
  }
}
