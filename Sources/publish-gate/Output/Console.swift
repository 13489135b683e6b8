import GateKit
import KoreAPI
import SystemPackage

/// The two output streams of the process; the one writer of either.
///
/// Every line is written at once and unbuffered. On a terminal a bar stands below the lines; it is
/// taken away before a line is written and drawn again after it.
actor Console {
  private let secrets: SecretRegistry
  private var masksOnGitHub = false
  /// The bar that stands below the lines, or nil when there is none.
  private var shownBar: String?
  /// Streams whose reader is gone; the gate goes on without them.
  private var closed: Set<Int32> = []

  /// - Parameter secrets: what must not be written.
  init(hiding secrets: SecretRegistry) {
    self.secrets = secrets
  }

  /// From here on GitHub's runner is told to mask each secret in the log of the whole job, before
  /// anything is written.
  func maskSecretsOnGitHub() {
    masksOnGitHub = true
    announceSecrets()
  }

  func write(_ lines: [OutputLine]) {
    announceSecrets()
    guard !lines.isEmpty else { return }
    let bar = shownBar
    clearBar()
    for line in lines { write(line.text + "\n", to: line.stream.descriptor) }
    if let bar { drawBar(bar) }
  }

  /// Draws the bar, over the one before; standard output must be a terminal.
  func drawBar(_ bar: String) {
    write(Self.eraseLine + bar, to: .standardOutput)
    shownBar = bar
  }

  func clearBar() {
    guard shownBar != nil else { return }
    write(Self.eraseLine, to: .standardOutput)
    shownBar = nil
  }

  /// CR and EL (erase in line), ECMA-48 section 8.3.41.
  private static let eraseLine = "\r\u{1B}[K"

  /// The runner reads commands off both streams; standard output may be for programs.
  private func announceSecrets() {
    guard masksOnGitHub else { return }
    for secret in secrets.unannounced() {
      writeBytes(GitHubCommand.addMask(secret.revealed()).line + "\n", to: .standardError)
    }
  }

  private func write(_ text: String, to stream: FileDescriptor) {
    writeBytes(secrets.redacted(text), to: stream)
  }

  private func writeBytes(_ text: String, to stream: FileDescriptor) {
    guard !closed.contains(stream.rawValue) else { return }
    do {
      _ = try stream.writeAll(text.utf8)
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
