import Dispatch
import GateKit
import KoreAPI
import Synchronization
import SystemPackage

/// The two output streams of the process; the one writer of either.
///
/// Every line is written unbuffered, in the order in which it came, and on a queue of its own: a
/// terminal that was stopped, or a log that nobody reads, must not hold up the gate. On a terminal a
/// bar stands below the lines; it is taken away before a line is written and drawn again after it.
final class Console: Sendable {
  private let queue = DispatchQueue(label: "console")
  private let writer: Mutex<Writer>
  /// Whether a bar waits to be drawn; another one behind it would only be late.
  private let hasWaitingBar = Mutex(false)

  /// - Parameter secrets: what must not be written.
  init(hiding secrets: SecretRegistry) {
    writer = Mutex(Writer(secrets: secrets))
  }

  /// From here on GitHub's runner is told to mask each secret in the log of the whole job, before
  /// anything is written.
  func maskSecretsOnGitHub() {
    enqueue { writer in
      writer.masksOnGitHub = true
      writer.announceSecrets()
    }
  }

  func write(_ lines: [OutputLine]) {
    enqueue { $0.write(lines) }
  }

  /// Draws the bar, over the one before; standard output must be a terminal.
  func drawBar(_ bar: String) {
    let isFirst = hasWaitingBar.withLock { isWaiting in
      defer { isWaiting = true }
      return !isWaiting
    }
    guard isFirst else { return }
    enqueue { [self] writer in
      hasWaitingBar.withLock { $0 = false }
      writer.drawBar(bar)
    }
  }

  func clearBar() {
    enqueue { $0.clearBar() }
  }

  /// Waits until all is written, but not for ever.
  func flush(within limit: Duration) async {
    let (inbox, post) = AsyncStream.makeStream(of: Void.self)
    enqueue { _ in post.yield() }
    let timer = Task {
      try? await Task.sleep(for: limit)
      post.yield()
    }
    for await _ in inbox { break }
    timer.cancel()
  }

  private func enqueue(_ work: @escaping @Sendable (inout Writer) -> Void) {
    queue.async { [self] in writer.withLock { work(&$0) } }
  }
}

/// What the console's queue does.
private struct Writer {
  let secrets: SecretRegistry
  var masksOnGitHub = false
  /// The bar that stands below the lines, or nil when there is none.
  private var shownBar: String?
  /// Streams whose reader is gone; the gate goes on without them.
  private var closed: Set<Int32> = []

  init(secrets: SecretRegistry) {
    self.secrets = secrets
  }

  mutating func write(_ lines: [OutputLine]) {
    announceSecrets()
    guard !lines.isEmpty else { return }
    let bar = shownBar
    clearBar()
    for line in lines { write(line.text + "\n", to: line.stream.descriptor) }
    if let bar { drawBar(bar) }
  }

  mutating func drawBar(_ bar: String) {
    write(Self.eraseLine + bar, to: .standardOutput)
    shownBar = bar
  }

  mutating func clearBar() {
    guard shownBar != nil else { return }
    write(Self.eraseLine, to: .standardOutput)
    shownBar = nil
  }

  /// The runner reads commands off both streams; standard output may be for programs.
  mutating func announceSecrets() {
    guard masksOnGitHub else { return }
    for secret in secrets.unannounced() {
      writeBytes(GitHubCommand.addMask(secret.revealed()).line + "\n", to: .standardError)
    }
  }

  /// CR and EL (erase in line), ECMA-48 section 8.3.41.
  private static let eraseLine = "\r\u{1B}[K"

  private mutating func write(_ text: String, to stream: FileDescriptor) {
    writeBytes(secrets.redacted(text), to: stream)
  }

  private mutating func writeBytes(_ text: String, to stream: FileDescriptor) {
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
