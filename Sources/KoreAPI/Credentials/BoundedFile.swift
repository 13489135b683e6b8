import Dispatch
import GateKit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads a file that somebody names on the command line: a regular one, and not without limit.
enum BoundedFile {
  /// How long the end of a file may take to come: some that call themselves regular have none, or
  /// block whoever reads them.
  static let patience: Duration = .seconds(10)

  /// The bytes of a file; a thread of its own reads them.
  ///
  /// - Parameters:
  ///   - path: where the file is; links are followed.
  ///   - limit: the largest file that is read, in bytes.
  ///   - time: how long that may take.
  /// - Throws: ``BoundedFileError`` when it cannot be read.
  static func contents(
    ofPath path: String, limit: Int, within time: Duration = patience
  ) async throws(BoundedFileError) -> [UInt8] {
    try await offTheTasks(within: time) { () throws(BoundedFileError) in
      try contentsBlocking(ofPath: path, limit: limit, within: time)
    }
  }

  /// The kind of the file is asked of the open descriptor, not of the path, which may change in
  /// between; opening does not block, as that of a pipe otherwise would.
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
  ///   - limit: the most that is read, in bytes.
  ///   - time: how long the end may take to come.
  /// - Throws: ``BoundedFileError`` when it cannot be read or does not end.
  static func standardInput(
    limit: Int, within time: Duration
  ) async throws(BoundedFileError) -> [UInt8] {
    try await offTheTasks(within: time) { () throws(BoundedFileError) in
      try contents(of: STDIN_FILENO, limit: limit, within: time)
    }
  }

  /// What the work brings; a thread that hangs in it, in spite of all, is left behind.
  private static func offTheTasks(
    within time: Duration, _ work: @escaping @Sendable () throws(BoundedFileError) -> [UInt8]
  ) async throws(BoundedFileError) -> [UInt8] {
    let result = await Race.firstLeavingOther {
      await DispatchQueue.global().result { () -> Result<[UInt8], BoundedFileError> in
        do throws(BoundedFileError) {
          return .success(try work())
        } catch {
          return .failure(error)
        }
      }
    } or: {
      try? await Task.sleep(for: time)
      return .failure(.timedOut(time))
    }
    // Without a result the caller was cancelled.
    return try (result ?? .failure(.timedOut(time))).get()
  }

  /// Never waits in `read`, which knows no time: a descriptor that blocks is asked only when it has
  /// something, and one that does not says so.
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
