import CProcess
import GateKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// What the system gives a process: arguments, streams, a host and an end.
enum POSIX {
  /// All arguments but the program's name, or nil when the system gave the process none at all.
  ///
  /// They come from the C library: `CommandLine.arguments` is empty where there is no `/proc`, or
  /// where a library that was loaded into the process changed the environment, and a run without its
  /// flags would be another run.
  static var arguments: [String]? {
    guard let values = publish_gate_arguments(), values.pointee != nil else { return nil }
    var arguments: [String] = []
    var next = values + 1
    while let argument = next.pointee {
      arguments.append(String(cString: argument))
      next += 1
    }
    return arguments
  }

  /// The name of this machine, or nil when it has none.
  static var hostname: String? {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return nil }
    let name = String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return name.isEmpty ? nil : name
  }

  /// Makes the three standard streams safe to write to.
  ///
  /// A closed one is opened on `/dev/null`: otherwise the report's file could get its number and
  /// the log would be written into the report. And a reader that goes away (`| head -1`) must not
  /// kill the gate before it has a verdict.
  static func prepareStandardStreams() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      // Opening takes the lowest free number, which is the closed one.
      _ = try? FileDescriptor.open("/dev/null", .readWrite)
    }
    signal(SIGPIPE, SIG_IGN)
  }

  /// Writes what there is room for, and says how many bytes that were.
  static func write(
    _ bytes: some Collection<UInt8>, to descriptor: FileDescriptor
  ) throws(Errno) -> Int {
    do {
      return try Array(bytes).withUnsafeBytes { try descriptor.write($0) }
    } catch {
      throw error as? Errno ?? .ioError
    }
  }

  static func waitUntilWritable(_ descriptor: FileDescriptor) {
    _ = poll(descriptor, forAtMost: -1)
  }

  /// Whether some bytes could be written without waiting, now or within some time.
  static func isWritable(_ descriptor: FileDescriptor, within time: Duration = .zero) -> Bool {
    poll(descriptor, forAtMost: Int32(clamping: time.milliseconds))
  }

  private static func poll(_ descriptor: FileDescriptor, forAtMost milliseconds: Int32) -> Bool {
    var wanted = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
    #if canImport(Glibc)
      return Glibc.poll(&wanted, 1, milliseconds) > 0
    #elseif canImport(Musl)
      return Musl.poll(&wanted, 1, milliseconds) > 0
    #elseif canImport(Darwin)
      return Darwin.poll(&wanted, 1, milliseconds) > 0
    #endif
  }

  /// Ends the process at once, without cleaning up.
  static func exitNow(_ code: Int32) -> Never { _exit(code) }

  /// Kills all processes of a group.
  static func killGroup(_ id: Int32) { _ = kill(-id, SIGKILL) }
}
