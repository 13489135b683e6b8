import Foundation
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A named pipe that a script holds open for as long as it lives, and whatever it starts.
struct Lifeline {
  private let path: String

  /// Yields when a script has started, and ends when the last process of it is gone.
  let life: AsyncStream<Void>

  /// What a script begins with, to be watched.
  var opening: String { "exec 9>'\(path)'; echo here >&9" }

  init(in folder: TemporaryFolder, named name: String = "lifeline") throws {
    let path = "\(folder.path)/\(name)"
    guard mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    let (life, continuation) = AsyncStream.makeStream(of: Void.self)
    // Opening waits for the script, and reading for its end, which would hold up the tests on one of
    // Dispatch's threads: the tasks run on those.
    Thread.detachNewThread {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      var byte: UInt8 = 0
      while read(descriptor, &byte, 1) > 0 { continuation.yield() }
      close(descriptor)
      continuation.finish()
    }
    self.path = path
    self.life = life
  }

  /// Waits until the script has started.
  func begins() async {
    for await _ in life { break }
  }

  /// Waits until nothing of the script is left, which may have ended before it got here.
  func ends() async {
    close(open(path, O_RDWR | O_CLOEXEC))
    for await _ in life {}
  }
}

/// What a process of a script waits for until a test lets it go on.
struct Release {
  private let path: String

  /// The command that waits.
  var waiting: String { "read line <'\(path)'" }

  init(in folder: TemporaryFolder, named name: String = "release") throws {
    path = "\(folder.path)/\(name)"
    guard mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// Lets it go on, also when it has not begun to wait, until it is known to have ended.
  func give(until ended: () async -> Void) async {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    _ = write(descriptor, "\n", 1)
    await ended()
    close(descriptor)
  }
}
