import TestSupport

/// Runs that a limit must end, such as a timeout.
///
/// How far the gate gets until then depends on the machine. So a run that was cut off too soon is
/// done again with twice the time, and what is asserted is what came of it, never how long it took.
enum Patience {
  /// The longest limit that is tried, in seconds.
  private static let longest = 64

  /// - Parameters:
  ///   - seconds: the limit that is tried first, which the result shows however long it was.
  ///   - shown: what the result shows instead, or nil.
  ///   - text: what the gate must have shown before the limit.
  ///   - folder: is emptied before each further run; nil for none.
  ///   - run: runs with the limit, such as `2s`.
  static func run(
    within seconds: Int, as shown: String? = nil, showing text: String,
    in folder: TemporaryFolder? = nil,
    _ run: (_ limit: String) async throws -> ProgramRun
  ) async throws -> ProgramRun {
    let name = shown ?? "\(seconds)s"
    var limit = seconds
    while true {
      let ended = try await run("\(limit)s").showing("\(limit)s", as: name)
      let told = ended.output + ended.errors
      // A request that was cut off is told as an attempt that failed.
      let isTooSoon = !told.contains(text) || told.contains("no answer within")
      guard isTooSoon, limit < longest else { return ended }
      limit *= 2
      folder?.empty()
    }
  }
}
