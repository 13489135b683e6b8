#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A file under a name of its own that is to be renamed into its place.
///
/// The name is short however long the report's is, cannot be guessed, and ends so that no `*.xml`
/// pattern matches it. The process that writes the file holds its lock: a file whose lock can be taken
/// was left behind by a process that is gone. A process id in the name would not tell, for two
/// containers that share a volume may have the same.
struct HiddenFile {
  private static let prefix = ".publish-gate-"
  private static let suffix = ".tmp"

  /// How often another name is tried.
  private static let attemptLimit = 20

  let path: FilePath
  let descriptor: FileDescriptor

  /// Creates the file; whatever has its name already is left alone, a link too.
  static func create(in folder: FilePath) throws(Errno) -> HiddenFile {
    for _ in 0..<attemptLimit {
      let number = String(UInt64.random(in: 0...(.max)), radix: 36)
      let path = folder.appending("\(prefix)\(number)\(suffix)")
      do {
        let descriptor = try FileDescriptor.open(
          path, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
          permissions: [.ownerReadWrite, .groupRead, .otherRead])
        let file = HiddenFile(path: path, descriptor: descriptor)
        if file.isOurs { return file }
        try? descriptor.close()
      } catch Errno.fileExists {
        continue
      } catch {
        throw error as? Errno ?? .ioError
      }
    }
    throw .fileExists
  }

  /// Whether no process that cleans up has removed the file between its creation and its lock; none
  /// does where the file system has no locks.
  private var isOurs: Bool {
    do throws(Errno) {
      try FileSystem.lock(descriptor)
    } catch .wouldBlock {
      return false
    } catch {
      return true
    }
    return (try? FileSystem.status(of: descriptor)).map { $0.linkCount > 0 } ?? false
  }

  /// Removes what processes that were killed left in a folder.
  static func removeAbandoned(in folder: FilePath) {
    let path = folder.isEmpty ? "." : folder.string
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      let path = folder.appending(name)
      guard
        let file = try? FileDescriptor.open(
          path, .writeOnly, options: [.nonBlocking, .noFollow, .closeOnExec])
      else { continue }
      defer { try? file.close() }
      guard (try? FileSystem.status(of: file))?.kind == .regular,
        (try? FileSystem.lock(file)) != nil
      else {
        continue
      }
      FileSystem.remove(path)
    }
  }
}
