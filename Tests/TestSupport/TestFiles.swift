package import Foundation

/// Files that stand beside the tests.
package enum TestFiles {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  package static func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

  package static func text(_ path: String) throws -> String {
    try String(contentsOf: url(path), encoding: .utf8)
  }
}

/// The documents that the API's documentation shows.
package enum Samples {
  /// The documentation's own.
  package static let successful = text("status-successful")

  /// The same with the extra members that real answers carry.
  package static let large = text("status-large")

  /// Empty when the file is not there, which no test takes for a status.
  private static func text(_ name: String) -> String {
    (try? TestFiles.text("Fixtures/\(name).json")) ?? ""
  }
}
