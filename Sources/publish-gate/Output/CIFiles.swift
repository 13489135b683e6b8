import GateKit
import KoreAPI
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Gives a CI what it takes beside the log, as its dialect says.
struct CIFiles: Sendable {
  private let output: OutputSettings
  private let environment: [String: String]
  private let secrets: SecretRegistry
  private let reportOrigin: ReportOrigin

  init(
    _ output: OutputSettings, environment: [String: String],
    reportOrigin: ReportOrigin, secrets: SecretRegistry
  ) {
    self.output = output
    self.environment = environment
    self.secrets = secrets
    self.reportOrigin = reportOrigin
  }

  /// How long a program may take that shows the end.
  private static let programPatience: Duration = .seconds(10)

  /// What came of the files.
  struct Result {
    /// What could not be written; it does not change the verdict, for the CI offers these files and
    /// nobody asked for them.
    var warnings: [Warning] = []
    /// What the log says of the files that were written: nothing where each line is for a program.
    var announcements: [OutputLine] = []
  }

  /// Writes the files of a run that has ended.
  func write(_ record: RunRecord) -> Result {
    var result = Result()
    let files = output.dialect.files(
      for: record, reportPath: output.reportPath, environment: environment
    ) { summary(of: record) }
    for file in files {
      switch file {
      case .append(let lines, let path):
        if let warning = append(lines, to: path) { result.warnings.append(warning) }
      case .write(let text, let path, let announcement):
        do throws(ReportFile.WriteError) {
          try ReportFile(path: path, secrets: secrets).replace(with: text)
          if output.format == .text { result.announcements.append(announcement) }
        } catch {
          result.warnings.append(.reportNotWritten(path: path, reason: error.reason))
        }
      }
    }
    return result
  }

  /// Runs the program that shows the end on the CI's page of the build, where it is installed; a
  /// program that hangs gets ten seconds.
  func annotate(_ record: RunRecord) async {
    let program = output.dialect.program(for: record) { summary(of: record) }
    guard let program else { return }
    let input = secrets.redacted(program.input)
    await Race.first(
      of: {
        _ = try? await Subprocess.run(
          .name(program.name), arguments: Arguments(program.arguments),
          environment: .withoutSecrets, platformOptions: .ownSession, input: .inputWriter,
          output: .discarded, error: .discarded
        ) { child in
          // Not an input of `.string`: Subprocess 1.0.2 stops this process when the child does not
          // read the whole of it.
          _ = try? await child.standardInputWriter.write(input)
        }
      }, or: { try? await Task.sleep(for: Self.programPatience) })
  }

  private func summary(of record: RunRecord) -> String {
    MarkdownSummary(of: record, origin: reportOrigin, reportPath: output.reportPath).text
  }

  /// Appends whole lines to a file that other programs write to as well.
  ///
  /// The path may lead to a pipe that nobody reads, which must not hold up the gate.
  private func append(_ lines: String, to path: String) -> Warning? {
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

  /// Whether the last line of a file lacks its line break; false where the file cannot be read.
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
