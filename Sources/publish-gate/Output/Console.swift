import Dispatch
import GateKit
import KoreAPI
import Synchronization

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The two output streams of the process; the one writer of either.
///
/// Every line is written unbuffered, in the order in which it came, and on a queue of its own: a
/// terminal that was stopped, or a log that nobody reads, must not hold up the gate. On a terminal a
/// bar stands below the lines; it is taken away before a line is written and drawn again after it.
final class Console: Sendable {
  private let queue = DispatchQueue(label: "console")
  private let writer: Mutex<Writer>
  private let secrets: SecretRegistry
  private let streams: Streams
  /// Whether a bar waits to be drawn; a second one behind it would be drawn late.
  private let hasWaitingBar = Mutex(false)
  private let backlog = Backlog()

  /// - Parameter secrets: what must not be written.
  init(hiding secrets: SecretRegistry, streams: Streams = Streams()) {
    self.secrets = secrets
    self.streams = streams
    writer = Mutex(Writer(secrets: secrets, streams: streams, backlog: backlog))
  }

  /// Where the two streams go.
  struct Streams {
    var output = FileDescriptor.standardOutput
    var errors = FileDescriptor.standardError

    fileprivate subscript(_ stream: OutputLine.Stream) -> FileDescriptor {
      switch stream {
      case .standardOutput: output
      case .standardError: errors
      }
    }
  }

  /// From here on a CI that can is told to mask each secret in the log of the whole job, before
  /// anything is written.
  func maskSecrets(for dialect: CIDialect) {
    enqueue { writer in
      writer.masker = dialect
      writer.announceSecrets()
    }
  }

  func write(_ lines: [OutputLine]) {
    let entries = lines.map(backlog.add)
    enqueue { $0.write(entries) }
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

  /// Waits until all is written, but not for ever: where one stream is stuck, the lines for the other
  /// one still come out.
  func flush(within limit: Duration) async {
    guard await !isDone(within: limit, on: queue, {}) else { return }
    for stream in [OutputLine.Stream.standardError, .standardOutput]
    where POSIX.isWritable(streams[stream]) {
      let texts = backlog.takeAll(of: stream).map { secrets.redacted($0) + "\n" }
      // On a thread of its own, since there may be room for a part only.
      _ = await isDone(within: .seconds(1), on: .global()) { [descriptor = streams[stream]] in
        _ = try? descriptor.writeAll(texts.joined().utf8)
      }
    }
  }

  /// Whether some work on a queue is done in time; work that is not goes on.
  private func isDone(
    within limit: Duration, on queue: DispatchQueue, _ work: @escaping @Sendable () -> Void
  ) async -> Bool {
    await Race.firstLeavingOther {
      await queue.result(of: work)
      return true
    } or: {
      try? await Task.sleep(for: limit)
      return false
    } ?? true
  }

  private func enqueue(_ work: @escaping @Sendable (inout Writer) -> Void) {
    queue.async { [self] in writer.withLock { work(&$0) } }
  }
}

/// The lines that wait to be written; whoever takes one writes it, so that none is written twice.
private final class Backlog: Sendable {
  struct Entry {
    let number: Int
    let line: OutputLine
  }

  private struct State {
    var count = 0
    var waiting: [Entry] = []
  }

  private let state = Mutex(State())

  func add(_ line: OutputLine) -> Entry {
    state.withLock { state in
      state.count += 1
      let entry = Entry(number: state.count, line: line)
      state.waiting.append(entry)
      return entry
    }
  }

  /// Whether the line was still there.
  func take(_ entry: Entry) -> Bool {
    state.withLock { state in
      guard let index = state.waiting.firstIndex(where: { $0.number == entry.number }) else {
        return false
      }
      state.waiting.remove(at: index)
      return true
    }
  }

  func takeAll(of stream: OutputLine.Stream) -> [String] {
    state.withLock { state in
      defer { state.waiting.removeAll { $0.line.stream == stream } }
      return state.waiting.filter { $0.line.stream == stream }.map(\.line.text)
    }
  }
}

/// The work of the console's queue.
private struct Writer {
  let secrets: SecretRegistry
  let streams: Console.Streams
  let backlog: Backlog
  /// The CI that is told of each new secret, or nil as long as none is to be told.
  var masker: CIDialect?
  /// The bar that stands below the lines, or nil when there is none.
  private var shownBar: String?
  /// Streams whose reader is gone; the gate goes on without them.
  private var closed: Set<Int32> = []

  init(secrets: SecretRegistry, streams: Console.Streams, backlog: Backlog) {
    self.secrets = secrets
    self.streams = streams
    self.backlog = backlog
  }

  mutating func write(_ entries: [Backlog.Entry]) {
    announceSecrets()
    guard !entries.isEmpty else { return }
    let bar = shownBar
    clearBar()
    for entry in entries where backlog.take(entry) {
      write(entry.line.text + "\n", to: entry.line.stream)
    }
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

  /// A CI reads commands off both streams; standard output may be for programs.
  mutating func announceSecrets() {
    guard let masker else { return }
    for command in secrets.unannounced().compactMap(masker.maskingCommand) {
      writeBytes(command + "\n", to: .standardError)
    }
  }

  /// CR and EL (erase in line), ECMA-48 section 8.3.41.
  private static let eraseLine = "\r\u{1B}[K"

  private mutating func write(_ text: String, to stream: OutputLine.Stream) {
    writeBytes(secrets.redacted(text), to: stream)
  }

  private mutating func writeBytes(_ text: String, to stream: OutputLine.Stream) {
    let stream = streams[stream]
    guard !closed.contains(stream.rawValue) else { return }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      do throws(Errno) {
        bytes = bytes.dropFirst(try POSIX.write(bytes, to: stream))
      } catch .wouldBlock {
        // Another process may have made the stream so that it does not wait.
        POSIX.waitUntilWritable(stream)
      } catch {
        closed.insert(stream.rawValue)
        return
      }
    }
  }
}
