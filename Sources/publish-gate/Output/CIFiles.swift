import GateKit
import KoreAPI
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// What a CI takes beside the log: the files that its variables name, and its page of the build.
struct CIFiles: Sendable {
  private let dialect: CIDialect
  private let environment: [String: String]
  private let secrets: SecretRegistry
  private let reportOrigin: ReportOrigin
  private let reportPath: String?

  init(
    _ output: OutputSettings, environment: [String: String],
    reportOrigin: ReportOrigin, secrets: SecretRegistry
  ) {
    dialect = output.dialect
    self.environment = environment
    self.secrets = secrets
    self.reportOrigin = reportOrigin
    reportPath = output.reportPath
  }

  /// What came of the files.
  struct Result {
    /// What could not be written; it does not change the verdict, for the CI offers these files and
    /// nobody asked for them.
    var warnings: [Warning] = []
    /// What the CI must be told of those that were written.
    var announcements: [OutputLine] = []
  }

  /// Writes the files of a run that has ended.
  func write(_ record: RunRecord) -> Result {
    switch dialect {
    case .github:
      Result(
        warnings: [
          // A blank line before it, or the end of an HTML block would swallow the heading.
          append("\n" + summary(of: record), to: value("GITHUB_STEP_SUMMARY")),
          append(
            GitHubOutputs(of: record, reportPath: reportPath).text, to: value("GITHUB_OUTPUT")),
        ].compactMap(\.self))
    case .azure: writeForAzure(record)
    case .none, .gitlab, .teamcity, .buildkite: Result()
    }
  }

  /// Each bot of a step has a file of its own. One that is announced and is not there fails the
  /// task, so only one that was written is.
  private func writeForAzure(_ record: RunRecord) -> Result {
    guard let folder = value("AGENT_TEMPDIRECTORY") else { return Result() }
    let path = "\(folder)/publish-gate-summary-\(record.bot.name).md"
    do {
      try ReportFile(path: path, secrets: secrets).replace(with: summary(of: record))
      return Result(announcements: [.azureSummary(path: path)])
    } catch {
      return Result(warnings: [.reportNotWritten(path: path, reason: error.reason)])
    }
  }

  /// Shows the summary on Buildkite's page of the build, where its agent is installed.
  ///
  /// A gate that was interrupted has no time for it, and an agent that hangs gets ten seconds.
  func annotate(_ record: RunRecord) async {
    guard dialect == .buildkite, let outcome = record.verdict?.outcome else { return }
    if case .interrupted = outcome { return }
    let style = BuildkiteRenderer.annotationStyle(for: outcome)
    let context = "publish-gate-\(record.bot.name)"
    let text = secrets.redacted(summary(of: record))
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        _ = try? await Subprocess.run(
          .name("buildkite-agent"),
          arguments: ["annotate", "--style", style, "--context", context],
          environment: .withoutSecrets, platformOptions: .ownSession, input: .inputWriter,
          output: .discarded, error: .discarded
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

  private func summary(of record: RunRecord) -> String {
    MarkdownSummary(of: record, origin: reportOrigin, reportPath: reportPath).text
  }

  private func value(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Appends whole lines to a file that other programs write to as well.
  ///
  /// What is no file, such as a pipe that nobody reads, must not hold up the gate.
  private func append(_ lines: String, to path: String?) -> Warning? {
    guard let path else { return nil }
    let text = Self.endsWithinALine(path) ? "\n" + lines : lines
    do {
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.append, .create, .nonBlocking, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(secrets.redacted(text).utf8) }
      return nil
    } catch {
      return .reportNotWritten(path: path, reason: (error as? Errno)?.description ?? "\(error)")
    }
  }

  /// Whether the last line of a file lacks its line break; what cannot be read does not.
  private static func endsWithinALine(_ path: String) -> Bool {
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
