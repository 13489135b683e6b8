import GateKit
import SystemPackage

/// The two output streams of the process; the one writer of either.
///
/// Every line is written at once and unbuffered. On a terminal a bar stands below the lines; it is
/// taken away before a line is written and drawn again after it.
actor Console {
  private let bar: LiveBar?
  private var isBarShown = false
  /// Streams whose reader is gone; the gate goes on without them.
  private var closed: Set<Int32> = []

  /// - Parameter bar: how to draw the live bar, or nil when standard output is no terminal.
  init(bar: LiveBar?) {
    self.bar = bar
  }

  func write(_ lines: [OutputLine]) {
    guard !lines.isEmpty else { return }
    clearBar()
    for line in lines { write(line.text + "\n", to: line.stream.descriptor) }
  }

  func drawBar(_ record: GateRecord, elapsed: Duration) {
    guard let bar else { return }
    // The last column stays free: a terminal may wrap when it is filled.
    let width = (Terminal.width(of: .standardOutput) ?? 80) - 1
    // CR and EL (erase in line), ECMA-48 section 8.3.41.
    write("\r\u{1B}[K" + bar.text(of: record, elapsed: elapsed, width: width), to: .standardOutput)
    isBarShown = true
  }

  func clearBar() {
    guard isBarShown else { return }
    write("\r\u{1B}[K", to: .standardOutput)
    isBarShown = false
  }

  /// Writes one line where there is no run and no bar.
  static func writeOnce(_ line: OutputLine) {
    _ = try? line.stream.descriptor.writeAll((line.text + "\n").utf8)
  }

  private func write(_ text: String, to stream: FileDescriptor) {
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
