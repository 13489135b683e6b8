import Foundation
import TestSupport
import Testing

/// Compares what a run of the built program left behind with the golden of the same run in virtual
/// time, after what differs from run to run is taken out of both.
extension Golden {
  /// - Parameters:
  ///   - host: the CI that the run found itself in, or nil.
  ///   - seesAllSteps: whether the run saw what the virtual one saw; else only its end is compared.
  func expect(
    _ run: ProgramRun, on host: CIHost? = nil, in folder: TemporaryFolder,
    seesAllSteps: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let log = try #require(
      self.log(host?.rawValue, isColored: host?.showsColors ?? false),
      sourceLocation: sourceLocation)
    var lines = log.split(separator: "\n").map(String.init)
    host?.addOwnLines(to: &lines, in: folder)
    let errors = lines.filter { $0.hasPrefix("err ") }.map { $0.dropFirst(4) + "\n" }.joined()
    let output = lines.filter { !$0.hasPrefix("err ") }.map { $0 + "\n" }
    func expectSame(_ text: String?, as golden: String?, _ name: String) {
      #expect(
        text.map { Self.steady(run.normal($0)) } == golden.map(Self.steady), "\(name)",
        sourceLocation: sourceLocation)
    }
    expectSame("\(run.code)\n", as: self["exit code"], "exit code")
    if seesAllSteps {
      expectSame(run.output, as: output.joined(), "standard output")
      expectSame(run.errors, as: errors, "standard error")
    } else {
      expectSame(run.lastLine + "\n", as: output.last, "last line")
    }
    expectSame(run.report, as: try whole("report"), "report")
    if let host {
      let expected = host.files(
        summary: try whole("summary") ?? "", outputs: self["outputs"] ?? "",
        code: run.code)
      for (file, text) in zip(host.files(in: folder), expected) {
        expectSame(file.text, as: text, file.name)
      }
    }
  }

  /// A part with all its lines, though the golden may hold only what sets it apart from another's.
  func whole(_ part: String) throws -> String? {
    if let text = self[part] { return text }
    let prefix = part + ", from that of "
    guard let changes = parts.first(where: { $0.name.hasPrefix(prefix) }),
      let other = try Golden(named: "Scenarios/\(changes.name.dropFirst(prefix.count))").whole(part)
    else { return nil }
    return LineChanges.apply(changes.text, to: other)
  }

  /// The text without times, ports, folders, counts of requests and this machine's name, and with its control
  /// characters made visible. Of attempts that failed alike, one by one or with a line of the CI's
  /// beside each, only the first is kept: how often the gate asks depends on the machine.
  static func steady(_ text: String) -> String {
    let rules: [(pattern: String, replacement: String)] = [
      (#"/[^ ]*/publish-gate-[0-9A-F-]{36}"#, "<folder>"),
      (#"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{3}Z)?"#, "<time>"),
      (#"section_(start|end):\d+"#, "section_$1:<time>"),
      (#"\[\d[\d:.]*\]"#, "[<elapsed>]"),
      (#"\| \d\d:\d\d\.\d \|"#, "| <elapsed> |"),
      (#"127\.0\.0\.1:\d+"#, "127.0.0.1:<port>"),
      (#""(elapsed|wait|duration)":[\d.]+"#, "\"$1\":<seconds>"),
      (#" time="[\d.]+""#, " time=\"<seconds>\""),
      (#"(?i)(elapsed[-_]?seconds[^\d\n]*)\d+"#, "$1<seconds>"),
      (#" hostname="[^"]*""#, " hostname=\"<host>\""),
      (#"runner [^ ]+"#, "runner <host>"),
      (
        #"(next attempt in|next in|passed,|resources,|Elapsed \|) (\d[\d.]*m?s|(\d+[hm] ?)+(\d+s)?)"#,
        "$1 <duration>"
      ),
      (#"(publish-gate |gate\.version" value=")\d+\.\d+\.\d+"#, "$1<version>"),
      (#"(1h|59m \d+s) before"#, "<age> before"),
      (#"[1-9]\d* requests?"#, "<n> requests"),
      (#"Requests \| [1-9]\d*( \(\d+ failed\))?"#, "Requests | <n>"),
      (#""requests":[1-9]\d*"#, "\"requests\":<n>"),
      (#"gate\.requests" value="[1-9]\d*""#, "gate.requests\" value=\"<n>\""),
      (#"last of \d+ attempts?"#, "last of <n> attempts"),
      (#"(retry|attempt|Timeline) (\(?)\d+"#, "$1 $2<n>"),
      (#""attempt":\d+"#, "\"attempt\":<n>"),
    ]
    let replaced = rules.reduce(visible(text)) { text, rule in
      text.replacingOccurrences(
        of: rule.pattern, with: rule.replacement, options: .regularExpression)
    }
    var lines: [Substring] = []
    for line in replaced.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(line)
      for count in [1, 2] where isRepeated(lines, by: count) { lines.removeLast(count) }
    }
    return lines.joined(separator: "\n")
  }

  /// Whether the last lines are a failed attempt, and the same as those before them.
  private static func isRepeated(_ lines: [Substring], by count: Int) -> Bool {
    let last = lines.suffix(count)
    let isAttempt = last.contains { line in
      ["retry <n>", "attempt <n> failed", "\"event\":\"retry\""].contains { line.contains($0) }
    }
    return isAttempt && lines.count >= 2 * count
      && last.elementsEqual(lines.dropLast(count).suffix(count))
  }
}
