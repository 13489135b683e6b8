import GateKit
import KoreAPI
import Subprocess
import SystemPackage

/// What a CI takes beside the log: the files that its variables name.
struct CIFiles: Sendable {
  private let dialect: CIDialect
  private let environment: [String: String]
  private let secrets: SecretRegistry

  init(dialect: CIDialect, environment: [String: String], secrets: SecretRegistry) {
    self.dialect = dialect
    self.environment = environment
    self.secrets = secrets
  }

  /// The Markdown file that Azure Pipelines is told to upload, or nil elsewhere.
  var uploadedSummaryPath: String? {
    guard dialect == .azure, let folder = value("AGENT_TEMPDIRECTORY") else { return nil }
    return "\(folder)/publish-gate-summary.md"
  }

  /// Hands the end of a run to the CI.
  ///
  /// - Returns: what could not be written; it does not change the verdict, for the CI offers these
  ///   files and nobody asked for them.
  func write(
    _ record: GateRecord, reportEnvironment: JUnitReport.Environment, reportPath: String?
  ) async -> [Warning] {
    let summary = MarkdownSummary(
      of: record, environment: reportEnvironment, reportPath: reportPath
    ).text
    switch dialect {
    case .github:
      return [
        append(summary, to: value("GITHUB_STEP_SUMMARY")),
        append(GitHubOutputs(of: record, reportPath: reportPath).text, to: value("GITHUB_OUTPUT")),
      ].compactMap(\.self)
    case .azure:
      guard let uploadedSummaryPath else { return [] }
      do {
        try ReportFile(path: uploadedSummaryPath, secrets: secrets).write(summary)
        return []
      } catch {
        return [.reportNotWritten(path: uploadedSummaryPath, reason: error.reason)]
      }
    case .buildkite:
      if let verdict = record.verdict { await annotate(summary, verdict.outcome, record.bot) }
      return []
    case .none, .gitlab, .teamcity:
      return []
    }
  }

  /// Shows the summary on Buildkite's page of the build, where its agent is installed.
  ///
  /// A gate that was interrupted has no time for it, and an agent that hangs gets ten seconds.
  private func annotate(_ summary: String, _ outcome: Outcome, _ bot: BotReference) async {
    if case .interrupted = outcome { return }
    let style = BuildkiteRenderer.annotationStyle(for: outcome)
    let text = secrets.redacted(summary)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        _ = try? await Subprocess.run(
          .name("buildkite-agent"),
          arguments: ["annotate", "--style", style, "--context", "publish-gate-\(bot.name)"],
          platformOptions: .ownSession, input: .inputWriter, output: .discarded, error: .discarded
        ) { agent in
          // Not an input of `.string`: Subprocess 1.0.2 stops the program when an agent does not
          // read all of that.
          _ = try? await agent.standardInputWriter.write(text)
        }
      }
      group.addTask { try? await Task.sleep(for: .seconds(10)) }
      await group.next()
      group.cancelAll()
    }
  }

  private func value(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Appends whole lines to a file that other programs write to as well.
  private func append(_ lines: String, to path: String?) -> Warning? {
    guard let path else { return nil }
    let text = Self.endsWithinALine(path) ? "\n" + lines : lines
    do {
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.append, .create, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(secrets.redacted(text).utf8) }
      return nil
    } catch {
      return .reportNotWritten(path: path, reason: (error as? Errno)?.description ?? "\(error)")
    }
  }

  /// Whether the last line of a file lacks its line break; what cannot be read does not.
  private static func endsWithinALine(_ path: String) -> Bool {
    // What is no file, such as a pipe, must not hold up the gate.
    guard
      let file = try? FileDescriptor.open(
        FilePath(path), .readOnly, options: [.nonBlocking, .closeOnExec])
    else { return false }
    return
      (try? file.closeAfter {
        let size = try file.seek(offset: 0, from: .end)
        return try size > 0 && file.lastByte(of: size) != UInt8(ascii: "\n")
      }) ?? false
  }
}

extension FileDescriptor {
  /// Nil when the file has become shorter.
  fileprivate func lastByte(of size: Int64) throws -> UInt8? {
    try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { buffer in
      let count = try read(
        fromAbsoluteOffset: size - 1, into: UnsafeMutableRawBufferPointer(buffer))
      return count == 1 ? buffer[0] : nil
    }
  }
}
