import KoreAPI

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

/// A report on disk that is replaced as a whole, so that a reader never sees half of one.
struct ReportFile: Sendable {
  let path: String
  /// What must not be written.
  let secrets: SecretRegistry

  /// Why a report could not be written.
  struct WriteError: Error, Equatable {
    /// A clause: `Permission denied`.
    let reason: String
  }

  /// Writes the text to a hidden file beside the report, syncs it, and renames it over the report.
  ///
  /// Parent folders are created. The hidden name ends so that no `*.xml` pattern matches it.
  ///
  /// - Throws: ``WriteError`` when any step fails; the report before it is then still whole.
  func write(_ text: String) throws(WriteError) {
    let target = FilePath(path)
    guard let name = target.lastComponent?.string else {
      throw WriteError(reason: "it is no path of a file")
    }
    let folder = target.removingLastComponent()
    try createFolder(folder)
    try refuseFolder(target)
    let hidden = folder.appending(".\(name).\(Terminal.processID).tmp")
    do {
      let file = try FileDescriptor.open(
        hidden, .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter {
        _ = try file.writeAll(secrets.redacted(text).utf8)
        try Terminal.syncAndRename(file, from: hidden, to: target)
      }
    } catch {
      Terminal.removeFile(hidden)
      throw WriteError(reason: (error as? Errno)?.description ?? "\(error)")
    }
  }

  private func createFolder(_ folder: FilePath) throws(WriteError) {
    guard !folder.isEmpty else { return }
    do {
      try FileManager.default.createDirectory(
        atPath: folder.string, withIntermediateDirectories: true)
    } catch {
      throw WriteError(reason: "its folder cannot be created")
    }
  }

  /// Renaming over a folder fails too, but with an error that does not say what is wrong.
  private func refuseFolder(_ target: FilePath) throws(WriteError) {
    var isFolder = false
    if FileManager.default.fileExists(atPath: target.string, isDirectory: &isFolder), isFolder {
      throw WriteError(reason: "it is a folder")
    }
  }
}
