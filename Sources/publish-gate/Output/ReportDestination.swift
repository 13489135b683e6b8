#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// What stands where a report is to go.
enum ReportDestination {
  /// A regular file, or none yet; no part of the path is a link at its end.
  case file(FilePath)
  /// A device, a pipe, or a file that has no path of its own: it is written to as it is.
  case stream(FilePath)
  /// What a standard stream goes to, a file included: other lines of the program are in it too.
  case standard(FileDescriptor)

  /// How many links to links are followed, as Linux does.
  private static let linkLimit = 40

  /// Follows links, also one that points to nothing yet.
  ///
  /// - Throws: ``ReportFile/WriteError`` when there can be no report.
  init(of path: FilePath) throws(ReportFile.WriteError) {
    guard path.lastComponent != nil else {
      throw ReportFile.WriteError(reason: "it is no path of a file")
    }
    do throws(Errno) {
      self = try Self.found(at: path)
    } catch .isDirectory {
      // Renaming over a folder fails with an error that does not say what is wrong.
      throw ReportFile.WriteError(reason: "it is a folder")
    } catch {
      throw ReportFile.WriteError(reason: error.description)
    }
  }

  private static func found(at path: FilePath) throws(Errno) -> ReportDestination {
    let status: FileStatus
    do throws(Errno) {
      status = try FileSystem.status(of: path)
    } catch .noSuchFileOrDirectory {
      return .file(try resolved(path))
    } catch .notDirectory {
      // That a folder of the path is a file is said when the folders are created.
      return .file(path)
    }
    guard status.kind != .folder else { throw .isDirectory }
    for stream in [FileDescriptor.standardOutput, .standardError]
    where (try? FileSystem.status(of: stream))?.isSame(as: status) == true {
      return .standard(stream)
    }
    guard status.kind == .regular else { return .stream(path) }
    // The links in `/proc` lead to files that may have no path any more.
    let file = try resolved(path)
    let found = try? FileSystem.status(of: file, followsLinks: false)
    return found?.isSame(as: status) == true ? .file(file) : .stream(path)
  }

  /// The path that a link at the end of a path leads to, whether something is there or not.
  private static func resolved(_ path: FilePath) throws(Errno) -> FilePath {
    var path = path
    for _ in 0..<linkLimit {
      guard (try? FileSystem.status(of: path, followsLinks: false))?.kind == .link else {
        return path
      }
      path = path.removingLastComponent().pushing(try FileSystem.target(ofLink: path))
    }
    throw .tooManySymbolicLinkLevels
  }
}
