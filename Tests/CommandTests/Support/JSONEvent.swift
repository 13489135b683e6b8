import Foundation

/// One line of the output of `--format json`.
struct JSONEvent {
  private let members: [String: Any]

  init(_ line: some StringProtocol) throws {
    let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
    guard let members = value as? [String: Any] else { throw CocoaError(.coderReadCorrupt) }
    self.members = members
  }

  var name: String? { members["event"] as? String }

  subscript(_ member: String) -> Any? { members[member] }
}

extension ProgramRun {
  /// The events of the output, which must be JSON to the last line.
  func events() throws -> [JSONEvent] {
    try output.split(separator: "\n").map { try JSONEvent($0) }
  }
}
