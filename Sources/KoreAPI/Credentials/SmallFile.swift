import GateKit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads a file that somebody names on the command line: a regular one, and not without limit.
enum SmallFile {
  /// The bytes of a file.
  ///
  /// The kind of the file is asked of the open descriptor, not of the path, which may change in
  /// between; opening does not block, as that of a pipe otherwise would.
  ///
  /// - Parameters:
  ///   - path: where the file is; links are followed.
  ///   - limit: the largest file that is read, in bytes.
  /// - Returns: all of its bytes.
  /// - Throws: ``SmallFileError`` when it cannot be read.
  static func contents(ofPath path: String, limit: Int) throws(SmallFileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw SmallFileError(errno: errno) }
    defer { close(descriptor) }
    var attributes = stat()
    guard fstat(descriptor, &attributes) == 0 else { throw SmallFileError(errno: errno) }
    guard attributes.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    return try contents(of: descriptor, limit: limit)
  }

  /// The bytes of standard input, whatever it is, up to its end; blocks its thread.
  ///
  /// - Parameters:
  ///   - limit: the most that is read, in bytes.
  ///   - time: how long the end may take to come.
  /// - Throws: ``SmallFileError`` when it cannot be read or does not end.
  static func standardInput(
    limit: Int, within time: Duration
  ) throws(SmallFileError) -> [UInt8] {
    let deadline = ContinuousClock.now + time
    return try contents(of: STDIN_FILENO, limit: limit) { () throws(SmallFileError) in
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let left = (deadline - ContinuousClock.now).milliseconds
      guard left > 0, poll(&input, 1, CInt(min(left, 60_000))) != 0 else {
        throw .endless(time)
      }
    }
  }

  private static func contents(
    of descriptor: CInt, limit: Int, awaitInput: () throws(SmallFileError) -> Void = {}
  ) throws(SmallFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= limit {
      try awaitInput()
      let count = part.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else {
        if errno == EINTR || errno == EAGAIN { continue }
        throw SmallFileError(errno: errno)
      }
      if count == 0 { return bytes }
      bytes += part.prefix(count)
    }
    throw .tooLarge(limit: limit)
  }
}

/// Says why a file was not read.
package enum SmallFileError: Error, Equatable, CustomStringConvertible {
  case missing
  case notPermitted
  case notRegular
  case tooLarge(limit: Int)
  /// Standard input whose end did not come in time.
  case endless(Duration)
  /// Any other fault of the system, by its number.
  case unreadable(errno: CInt)

  init(errno: CInt) {
    switch errno {
    case ENOENT, ENOTDIR: self = .missing
    case EACCES, EPERM: self = .notPermitted
    case EISDIR: self = .notRegular
    default: self = .unreadable(errno: errno)
    }
  }

  /// The rest of a sentence that begins with the file's name, without a full stop.
  package var description: String {
    switch self {
    case .missing: "does not exist"
    case .notPermitted: "must not be read by this user"
    case .notRegular: "is no regular file"
    case .tooLarge(let limit): "is larger than \(limit / 1_024) KiB"
    case .endless(let time): "did not end within \(time.text)"
    case .unreadable(let errno): "cannot be read (error \(errno) of the system)"
    }
  }
}
