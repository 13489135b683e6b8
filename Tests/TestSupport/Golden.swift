import Foundation

/// What a run left behind, as a file that a person reads and a test compares: parts with a name.
///
/// With `UPDATE_GOLDENS=1` in the environment the tests write their files instead.
package struct Golden: Equatable {
  package struct Part: Equatable {
    package let name: String
    package let text: String
  }

  package static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1"

  package private(set) var parts: [Part] = []

  package init() {}

  /// Reads `Goldens/NAME.txt`.
  package init(named name: String) throws {
    var lines: [Substring] = []
    for line in try TestFiles.text("Goldens/\(name).txt").split(
      separator: "\n", omittingEmptySubsequences: false
    ).reversed() {
      if line.hasPrefix("=== ") {
        let text = lines.reversed().map { $0 + "\n" }.joined()
        parts.append(Part(name: String(line.dropFirst(4)), text: text))
        lines = []
      } else if !(parts.isEmpty && lines.isEmpty && line.isEmpty) {
        lines.append(line)
      }
    }
    parts.reverse()
  }

  /// The names of the files in a folder of the goldens.
  package static func names(in folder: String) throws -> Set<String> {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: TestFiles.url("Goldens/\(folder)").path)
    return Set(files.map { $0.replacingOccurrences(of: ".txt", with: "") })
  }

  /// Adds a part; controls are made visible, for the file is read by people.
  package mutating func add(_ name: String, _ text: String) {
    parts.append(Part(name: name, text: Self.visible(text)))
  }

  package subscript(_ name: String) -> String? { parts.first { $0.name == name }?.text }

  package func write(as name: String) throws {
    let file = TestFiles.url("Goldens/\(name).txt")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try parts.map { "=== \($0.name)\n\($0.text)" }.joined()
      .write(to: file, atomically: true, encoding: .utf8)
  }

  package static func visible(_ text: String) -> String {
    text.replacingOccurrences(of: "\u{1B}", with: "␛").replacingOccurrences(of: "\r", with: "␍")
  }
}
