import Dispatch
import GateKit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads a regular file that somebody names on the command line, up to a limit of bytes and of time.
enum BoundedFile {
  /// How long the end of a file may take to come: some files that call themselves regular never end,
  /// or block their reader.
  static let patience: Duration = .seconds(10)

  /// The bytes of a file; a thread of its own reads them.
  ///
  /// - Parameters:
  ///   - path: where the file is; links are followed.
  ///   - limit: the largest file that is read, in bytes.
  ///   - time: how long reading may take.
  /// - Throws: ``BoundedFileError`` when it cannot be read.
  static func contents(
    ofPath path: String, limit: Int, within time: Duration = patience
  ) async throws(BoundedFileError) -> [UInt8] {
    try await offTheTasks(within: time) { () throws(BoundedFileError) in
      try contentsBlocking(ofPath: path, limit: limit, within: time)
    }
  }

  /// The open descriptor is asked for the kind of the file, not the path, which may change in between.
  /// The file is opened without blocking, since opening a pipe would otherwise wait for a writer.
  private static func contentsBlocking(
    ofPath path: String, limit: Int, within time: Duration
  ) throws(BoundedFileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw BoundedFileError(errno: errno) }
    defer { close(descriptor) }
    var attributes = stat()
    guard fstat(descriptor, &attributes) == 0 else { throw BoundedFileError(errno: errno) }
    guard attributes.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    return try contents(of: descriptor, limit: limit, within: time)
  }

  /// The bytes of standard input, whatever it is, up to its end; a thread of its own reads them.
  ///
  /// - Parameters:
  ///   - limit: how much is read at most, in bytes.
  ///   - time: how long the end may take to come.
  /// - Throws: ``BoundedFileError`` when it cannot be read or does not end.
  static func standardInput(
    limit: Int, within time: Duration
  ) async throws(BoundedFileError) -> [UInt8] {
    try await offTheTasks(within: time) { () throws(BoundedFileError) in
      try contents(of: STDIN_FILENO, limit: limit, within: time)
    }
  }

  /// The result of work that is done on a thread of its own, which is left behind if it still hangs.
  private static func offTheTasks(
    within time: Duration, _ work: @escaping @Sendable () throws(BoundedFileError) -> [UInt8]
  ) async throws(BoundedFileError) -> [UInt8] {
    let result = await Race.firstLeavingOther {
      await DispatchQueue.global().result { Result(catching: work) }
    } or: {
      try? await Task.sleep(for: time)
      return .failure(.timedOut(time))
    }
    // There is no result when the caller is cancelled.
    return try (result ?? .failure(.timedOut(time))).get()
  }

  /// Never waits in `read`, which has no timeout: `poll` tells when a descriptor that blocks has bytes,
  /// and a descriptor that does not block answers `EAGAIN`.
  private static func contents(
    of descriptor: CInt, limit: Int, within time: Duration
  ) throws(BoundedFileError) -> [UInt8] {
    let deadline = ContinuousClock.now + time
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= limit {
      var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let left = (deadline - ContinuousClock.now).milliseconds
      guard left > 0, poll(&input, 1, CInt(min(left, 60_000))) != 0 else { throw .timedOut(time) }
      let count = part.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else {
        if errno == EINTR || errno == EAGAIN { continue }
        throw BoundedFileError(errno: errno)
      }
      if count == 0 { return bytes }
      bytes += part.prefix(count)
    }
    throw .tooLarge(limit: limit)
  }
}

/// Says why a file was not read.
package enum BoundedFileError: Error, Equatable, CustomStringConvertible {
  case missing
  case notPermitted
  case notRegular
  case tooLarge(limit: Int)
  /// The end did not come in time.
  case timedOut(Duration)
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
    case .timedOut(let time): "did not end within \(time.text)"
    case .unreadable(let errno): "cannot be read (error \(errno) of the system)"
    }
  }
}
