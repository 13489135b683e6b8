import CProcess

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

/// What a file is, and which one.
struct FileStatus {
  enum Kind: Equatable {
    case regular
    case folder
    case link
    /// A device, a pipe, a socket.
    case other
  }

  let kind: Kind
  /// How many names it has.
  let linkCount: UInt64
  private let device: UInt64
  private let inode: UInt64

  fileprivate init(_ file: publish_gate_file) {
    kind =
      switch file.kind {
      case publish_gate_regular: .regular
      case publish_gate_folder: .folder
      case publish_gate_link: .link
      default: .other
      }
    linkCount = file.links
    device = file.device
    inode = file.inode
  }

  /// Whether the two are of one file.
  func isSame(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }
}

/// What the system does with files and SystemPackage has no name for.
enum FileSystem {
  /// The longest target of a link that the systems know, in bytes.
  private static let targetLimit = 4_096

  /// What there is at a path.
  ///
  /// - Parameter followsLinks: whether a link at the end of the path is asked about its target.
  static func status(of path: FilePath, followsLinks: Bool = true) throws(Errno) -> FileStatus {
    var file = publish_gate_file()
    try check(path.withPlatformString { publish_gate_file_at($0, followsLinks, &file) })
    return FileStatus(file)
  }

  static func status(of descriptor: FileDescriptor) throws(Errno) -> FileStatus {
    var file = publish_gate_file()
    try check(publish_gate_file_of(descriptor.rawValue, &file))
    return FileStatus(file)
  }

  static func target(ofLink path: FilePath) throws(Errno) -> FilePath {
    var bytes = [CChar](repeating: 0, count: targetLimit)
    let count = path.withPlatformString { readlink($0, &bytes, bytes.count) }
    guard count >= 0 else { throw Errno(rawValue: errno) }
    let target = bytes.prefix(count).map { UInt8(bitPattern: $0) }
    return FilePath(String(decoding: target, as: UTF8.self))
  }

  static func createFolder(_ path: FilePath) throws(Errno) {
    try check(path.withPlatformString { mkdir($0, 0o777) })
  }

  static func rename(_ source: FilePath, to target: FilePath) throws(Errno) {
    let result = source.withPlatformString { source in
      target.withPlatformString { Self.systemRename(source, $0) }
    }
    try check(result)
  }

  static func remove(_ path: FilePath) { _ = path.withPlatformString { unlink($0) } }

  /// Forces what was written to a file to the disk.
  static func sync(_ descriptor: FileDescriptor) throws(Errno) {
    try check(fsync(descriptor.rawValue))
  }

  /// Takes the one lock of a file, unless another process has it; it goes with the descriptor.
  static func lock(_ descriptor: FileDescriptor) throws(Errno) {
    try check(flock(descriptor.rawValue, LOCK_EX | LOCK_NB))
  }

  /// Whether this user may write to a file.
  static func checkWritable(_ path: FilePath) throws(Errno) {
    try check(path.withPlatformString { access($0, W_OK) })
  }

  private static func check(_ result: CInt) throws(Errno) {
    guard result == 0 else { throw Errno(rawValue: errno) }
  }

  private static func systemRename(
    _ source: UnsafePointer<CChar>, _ target: UnsafePointer<CChar>
  ) -> CInt {
    #if canImport(Glibc)
      Glibc.rename(source, target)
    #elseif canImport(Musl)
      Musl.rename(source, target)
    #elseif canImport(Darwin)
      Darwin.rename(source, target)
    #endif
  }
}
