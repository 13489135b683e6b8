import Foundation
import TestSupport
import Testing

/// Compares what a run left behind with a file, after what differs from run to run is taken out.
enum Golden {
  /// The run's exit code, its two streams, and its report.
  static func expect(
    _ run: ProgramRun, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expect(
      run, leaving: [("report", run.report)], matches: name, sourceLocation: sourceLocation)
  }

  /// The run's exit code, its two streams, and files by name, each nil when there is none.
  ///
  /// With `UPDATE_GOLDENS=1` in the environment the golden file is written instead.
  static func expect(
    _ run: ProgramRun, leaving files: [(name: String, text: String?)], matches name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let parts =
      [("standard output", run.output), ("standard error", run.errors)]
      + files.map { ($0, $1 ?? "none\n") }
    let text =
      "exit code \(run.code)\n" + parts.map { "--- \($0)\n\(steady(run.normal($1)))" }.joined()
    let file = TestFiles.url("CommandTests/Goldens/\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden, "differs from Goldens/\(name).txt", sourceLocation: sourceLocation)
  }

  /// The text without times, ports, folders, counts of requests and this machine's name, and with its control
  /// characters made visible. Of attempts that failed alike, one by one or with a line of the CI's
  /// beside each, only the first is kept: how often the gate asks depends on the machine.
  static func steady(_ text: String) -> String {
    let rules: [(pattern: String, replacement: String)] = [
      ("\u{1B}", "␛"), ("\r", "␍"),
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
      (#"(next attempt in|next in|passed,|resources,|Elapsed \|) \d[\d.]*(ms|s)"#, "$1 <duration>"),
      (#"(1h|59m \d+s) before"#, "<age> before"),
      (#"[1-9]\d* requests?"#, "<n> requests"),
      (#"Requests \| [1-9]\d*( \(\d+ failed\))?"#, "Requests | <n>"),
      (#""requests":[1-9]\d*"#, "\"requests\":<n>"),
      (#"gate\.requests" value="[1-9]\d*""#, "gate.requests\" value=\"<n>\""),
      (#"last of \d+ attempts?"#, "last of <n> attempts"),
      (#"(retry|attempt|Timeline) (\(?)\d+"#, "$1 $2<n>"),
      (#""attempt":\d+"#, "\"attempt\":<n>"),
    ]
    let replaced = rules.reduce(text) { text, rule in
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
