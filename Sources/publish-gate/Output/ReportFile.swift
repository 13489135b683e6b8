import GateKit
import KoreAPI

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A report on disk that is replaced as a whole, so that a reader never sees half of one.
///
/// A report cannot be renamed over a device or a pipe: such a thing is written to as it is, and once,
/// when the report is final.
struct ReportFile: Sendable {
  let path: String
  /// What must not be written.
  let secrets: SecretRegistry

  /// Why a report could not be written.
  struct WriteError: Error, Equatable {
    /// A clause: `Permission denied`.
    let reason: String
  }

  /// A report that waits beside its place under a hidden name.
  struct Draft {
    fileprivate let text: String
    fileprivate let hidden: HiddenFile
    fileprivate let target: FilePath
    fileprivate let isSynced: Bool

    /// Removes it; the report that is there stays.
    func discard() {
      FileSystem.remove(hidden.path)
      try? hidden.descriptor.close()
    }
  }

  /// Where the file stands that is replaced, links followed, or nil where there is none to replace.
  var folder: FilePath? {
    guard case .file(let target) = try? ReportDestination(of: FilePath(path)) else { return nil }
    return target.removingLastComponent()
  }

  /// Writes the text to a hidden file beside the report.
  ///
  /// Parent folders are created.
  ///
  /// - Parameter isSynced: whether it is to survive a power cut too; a rename alone survives the
  ///   end of the process.
  /// - Returns: nil where there is no file to be replaced.
  /// - Throws: ``WriteError`` when any step fails.
  func draft(_ text: String, isSynced: Bool = false) throws(WriteError) -> Draft? {
    switch try ReportDestination(of: FilePath(path)) {
    case .stream, .standard: nil
    case .file(let target):
      try Self.draft(secrets.redacted(text), for: target, isSynced: isSynced)
    }
  }

  private static func draft(
    _ text: String, for target: FilePath, isSynced: Bool
  ) throws(WriteError) -> Draft {
    let folder = target.removingLastComponent()
    try createFolders(folder)
    do throws(Errno) {
      let hidden = try HiddenFile.create(in: folder)
      let draft = Draft(text: text, hidden: hidden, target: target, isSynced: isSynced)
      do {
        try hidden.descriptor.writeAll(text.utf8)
        if isSynced { try FileSystem.sync(hidden.descriptor) }
      } catch {
        draft.discard()
        throw error as? Errno ?? .ioError
      }
      return draft
    } catch {
      throw WriteError(reason: error.description)
    }
  }

  /// Renames a draft over the report.
  ///
  /// - Throws: ``WriteError`` when that fails; the report before it is then still whole.
  func put(_ draft: Draft) throws(WriteError) {
    do throws(Errno) {
      try FileSystem.rename(draft.hidden.path, to: draft.target)
      try? draft.hidden.descriptor.close()
    } catch .noSuchFileOrDirectory {
      // Somebody tidied up the folder.
      draft.discard()
      let again = try Self.draft(draft.text, for: draft.target, isSynced: draft.isSynced)
      do throws(Errno) {
        try FileSystem.rename(again.hidden.path, to: again.target)
        try? again.hidden.descriptor.close()
      } catch {
        again.discard()
        throw WriteError(reason: error.description)
      }
    } catch {
      draft.discard()
      throw WriteError(reason: error.description)
    }
  }

  /// Replaces the report where it is a file.
  ///
  /// - Throws: ``WriteError`` when any step fails; the report before it is then still whole.
  func replace(with text: String, isSynced: Bool = false) throws(WriteError) {
    if let draft = try draft(text, isSynced: isSynced) { try put(draft) }
  }

  private static func createFolders(_ folder: FilePath) throws(WriteError) {
    guard !folder.isEmpty, (try? FileSystem.status(of: folder))?.kind != .folder else { return }
    try createFolders(folder.removingLastComponent())
    do throws(Errno) {
      try FileSystem.createFolder(folder)
    } catch {
      // Another run may have created it at the same moment.
      guard (try? FileSystem.status(of: folder))?.kind != .folder else { return }
      throw WriteError(reason: "its folder cannot be created")
    }
  }
}
