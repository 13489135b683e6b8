import Foundation
import Testing

/// Compares what a run left behind with a file, after what differs from run to run is taken out.
enum Golden {
  /// With `UPDATE_GOLDENS=1` in the environment the file is written instead.
  static func expect(
    _ run: GateRun, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let text = """
      exit code \(run.code)
      --- standard output
      \(steady(run.output))--- standard error
      \(steady(run.errors))--- report
      \(steady(run.report ?? "none\n"))
      """
    let file = TestFiles.url("CommandTests/Goldens/\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden, "differs from Goldens/\(name).txt", sourceLocation: sourceLocation)
  }

  /// The text without times, ports, counts of requests and this machine's name; lines that are then
  /// the same as the one before are left out.
  static func steady(_ text: String) -> String {
    let rules: [(pattern: String, replacement: String)] = [
      (#"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}Z)?"#, "<time>"),
      (#"\[\d[\d:.]*\]"#, "[<elapsed>]"),
      (#"127\.0\.0\.1:\d+"#, "127.0.0.1:<port>"),
      (#""(elapsed|wait|duration)":[\d.]+"#, "\"$1\":<seconds>"),
      (#" time="[\d.]+""#, " time=\"<seconds>\""),
      (#" hostname="[^"]*""#, " hostname=\"<host>\""),
      (#"(next attempt in|passed,|resources,) \d[\d.]*(ms|s)"#, "$1 <duration>"),
      (#"(1h|59m \d+s) before"#, "<age> before"),
      (#"\d+ requests?"#, "<n> requests"),
      (#""requests":\d+"#, "\"requests\":<n>"),
      (#"gate\.requests" value="\d+""#, "gate.requests\" value=\"<n>\""),
      (#"last of \d+ attempts?"#, "last of <n> attempts"),
      (#"retry \d+:"#, "retry <n>:"),
      (#""attempt":\d+"#, "\"attempt\":<n>"),
    ]
    let replaced = rules.reduce(text) { text, rule in
      text.replacingOccurrences(
        of: rule.pattern, with: rule.replacement, options: .regularExpression)
    }
    var lines: [Substring] = []
    for line in replaced.split(separator: "\n", omittingEmptySubsequences: false)
    where line.isEmpty || line != lines.last {
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }
}
