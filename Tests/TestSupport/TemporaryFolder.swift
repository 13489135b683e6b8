import Foundation
import Synchronization

/// A folder of a test's own that goes away with it.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// The names of the files that the test itself wrote.
  private let own = Mutex(Set<String>())

  package init() throws {
    path = NSTemporaryDirectory() + "publish-gate-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func path(of name: String) -> String { "\(path)/\(name)" }

  package func read(_ name: String) -> String? {
    try? String(contentsOfFile: path(of: name), encoding: .utf8)
  }

  /// Waits until a file holds some text, which another process writes.
  package func waits(for text: String, in name: String) async throws {
    while read(name)?.contains(text) != true {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  /// The paths of all files below, hidden ones included.
  package var names: [String] {
    get throws { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }
  }

  /// Writes a file and returns its path.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to name: String = "file") throws -> String {
    own.withLock { _ = $0.insert(name) }
    try Data(bytes).write(to: URL(fileURLWithPath: path(of: name)))
    return path(of: name)
  }

  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try write(text.utf8, to: name)
  }

  /// Writes a shell script that can be run by its name, and returns the folder for the `PATH`.
  package func program(_ name: String, _ script: String) throws -> String {
    let file = try write("#!/bin/sh\n" + script, to: name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    return path
  }

  /// Removes what the test did not write itself.
  package func empty() {
    let own = own.withLock { $0 }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names where !own.contains(name) {
      try? FileManager.default.removeItem(atPath: path(of: name))
    }
  }

  /// The text of all files below that the test did not write itself, however deep.
  package var found: String {
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    let own = own.withLock { $0 }
    return names.filter { !own.contains($0) }.compactMap(read).joined(separator: "\n")
  }
}
