import GateKit
import KoreAPI
import Synchronization

/// The files that tell of a run: report, summary, and the facts for later steps.
struct RunReports: Sendable {
  /// One file, made anew from the record each time.
  private struct Target: Sendable {
    let file: ReportFile
    /// The flag that says where it goes.
    let flag: String
    let text: @Sendable (RunRecord) -> String

    func failure(_ error: ReportFile.WriteError) -> Failure {
      let way = flag == "--junit" ? "--no-junit to do without a report" : "leave it out"
      return Failure(
        warning: .reportNotWritten(path: file.path, reason: error.reason),
        advice: "Choose another path with \(flag), or \(way).")
    }
  }

  private let targets: [Target]

  init(
    _ output: OutputSettings, environment: ReportOrigin, secrets: SecretRegistry
  ) {
    let reportPath = output.reportPath
    let report = ReportMaker(environment: environment)
    func target(
      _ flag: String, _ path: String?,
      text: @escaping @Sendable (RunRecord) -> String
    ) -> Target? {
      path.map {
        Target(file: ReportFile(path: $0, secrets: secrets), flag: flag, text: text)
      }
    }
    targets = [
      target("--junit", reportPath) { report.xml(of: $0) },
      target("--summary", output.summary?.path) { record in
        switch output.summary?.format {
        case .html:
          HTMLSummary(of: record, origin: environment, reportPath: reportPath).text
        case .markdown, nil:
          MarkdownSummary(of: record, origin: environment, reportPath: reportPath).text
        }
      },
      target("--dotenv", output.dotenvPath) { GitLab.dotenv(of: $0, reportPath: reportPath) },
    ].compactMap(\.self)
  }

  enum Occasion {
    /// Before anything is asked.
    case start
    case change
    case end
  }

  /// A file that could not be written.
  struct Failure {
    let warning: Warning
    /// What would fix it, as full sentences.
    let advice: String
  }

  /// Whether one of them goes to a device, a pipe or a standard stream.
  var haveStreams: Bool { targets.contains { $0.file.isStream } }

  /// Writes the files; at the start, devices and pipes are only checked for whether they could be
  /// written.
  ///
  /// They are renamed into their places together, the report last, so that they agree whatever ends
  /// the gate.
  ///
  /// - Parameter isOvertaken: whether the record is no longer worth writing; the files then stay.
  /// - Returns: which file could not be written, the first one of several.
  func write(
    _ record: RunRecord, at occasion: Occasion, unless isOvertaken: () -> Bool = { false }
  ) -> Failure? {
    var failure: Failure?
    var drafts: [(target: Target, draft: ReportFile.Draft)] = []
    for target in targets {
      failure = attempt(target, after: failure) { () throws(ReportFile.WriteError) in
        if occasion == .start { try target.file.checkStream() }
        guard !isOvertaken(), !target.file.isStream else { return }
        let text = target.text(record)
        // The cases of this text are used again for that of the newer record.
        guard !isOvertaken() else { return }
        let draft = try target.file.draft(text, isSynced: occasion == .end && !record.isCutShort)
        if let draft { drafts.append((target, draft)) }
      }
    }
    guard !isOvertaken() else {
      for (_, draft) in drafts { draft.discard() }
      return failure
    }
    for (target, draft) in drafts.reversed() {
      failure = attempt(target, after: failure) { () throws(ReportFile.WriteError) in
        try target.file.put(draft)
      }
    }
    return failure
  }

  /// Writes the final reports to devices and pipes.
  ///
  /// - Returns: which one could not be written, the first one of several.
  func send(_ record: RunRecord) -> Failure? {
    var failure: Failure?
    for target in targets where target.file.isStream {
      failure = attempt(target, after: failure) { () throws(ReportFile.WriteError) in
        try target.file.send(target.text(record))
      }
    }
    return failure
  }

  /// Removes the hidden files that runs left beside the reports when they were killed.
  func removeAbandoned() {
    for folder in Set(targets.compactMap(\.file.folder)) { HiddenFile.removeAbandoned(in: folder) }
  }

  private func attempt(
    _ target: Target, after failure: Failure?, _ step: () throws(ReportFile.WriteError) -> Void
  ) -> Failure? {
    do throws(ReportFile.WriteError) {
      try step()
      return failure
    } catch {
      return failure ?? target.failure(error)
    }
  }
}

/// Makes the JUnit report, with those cases of the report before that are still right.
private final class ReportMaker: Sendable {
  private let environment: ReportOrigin
  private let cases = Mutex<JUnitReport.ResourceCases?>(nil)

  init(environment: ReportOrigin) {
    self.environment = environment
  }

  func xml(of record: RunRecord) -> String {
    let report = JUnitReport(of: record, origin: environment)
    return cases.withLock { report.xml(reusing: &$0) }
  }
}

extension RunRecord {
  /// Whether the gate has no time left, least of all for a sync.
  fileprivate var isCutShort: Bool {
    switch verdict?.outcome {
    case .interrupted, .timedOut: true
    case .passed, .failed, .usage, .notFound, .unreachable, .internalError, .reportNotWritten,
      .superseded, .protocolError, .unauthorized, nil:
      false
    }
  }
}
