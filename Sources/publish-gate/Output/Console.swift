import GateKit
import KoreAPI
import SystemPackage

/// The two output streams of the process; the one writer of either.
///
/// Every line is written at once and unbuffered. On a terminal a bar stands below the lines; it is
/// taken away before a line is written and drawn again after it.
actor Console {
  private let bar: LiveBar?
  private let secrets: SecretRegistry
  /// The bar that stands below the lines, or nil when there is none.
  private var shownBar: String?
  /// Streams whose reader is gone; the gate goes on without them.
  private var closed: Set<Int32> = []

  /// - Parameters:
  ///   - secrets: what must not be written.
  ///   - bar: how to draw the live bar, or nil when standard output is no terminal.
  init(secrets: SecretRegistry, bar: LiveBar?) {
    self.secrets = secrets
    self.bar = bar
  }

  func write(_ lines: [OutputLine]) {
    guard !lines.isEmpty else { return }
    let bar = shownBar
    clearBar()
    for line in lines { write(line.text + "\n", to: line.stream.descriptor) }
    if let bar { show(bar) }
  }

  func drawBar(_ record: GateRecord, elapsed: Duration) {
    guard let bar else { return }
    // The last columns stay free, for the `^C` of a terminal would wrap the line.
    let width = (Terminal.width(of: .standardOutput) ?? 80) - 3
    show(bar.text(of: record, elapsed: elapsed, width: width))
  }

  func clearBar() {
    guard shownBar != nil else { return }
    write(Self.eraseLine, to: .standardOutput)
    shownBar = nil
  }

  private func show(_ bar: String) {
    write(Self.eraseLine + bar, to: .standardOutput)
    shownBar = bar
  }

  /// CR and EL (erase in line), ECMA-48 section 8.3.41.
  private static let eraseLine = "\r\u{1B}[K"

  /// Writes one line where there is no run and no bar.
  static func writeOnce(_ line: OutputLine, hiding secrets: SecretRegistry) {
    _ = try? line.stream.descriptor.writeAll((secrets.redacted(line.text) + "\n").utf8)
  }

  /// Tells GitHub's runner to mask the secrets in the log of the whole job.
  ///
  /// The runner reads commands off both streams; standard output may be for programs.
  static func maskOnGitHub(_ secrets: SecretRegistry) {
    for secret in secrets.secrets {
      let line = GitHubCommand.addMask(secret.revealed()).line + "\n"
      _ = try? FileDescriptor.standardError.writeAll(line.utf8)
    }
  }

  private func write(_ text: String, to stream: FileDescriptor) {
    guard !closed.contains(stream.rawValue) else { return }
    do {
      _ = try stream.writeAll(secrets.redacted(text).utf8)
    } catch {
      closed.insert(stream.rawValue)
    }
  }
}

extension OutputLine.Stream {
  fileprivate var descriptor: FileDescriptor {
    switch self {
    case .standardOutput: .standardOutput
    case .standardError: .standardError
    }
  }
}
