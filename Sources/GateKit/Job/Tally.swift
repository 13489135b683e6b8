/// How many of the resources of a job are in some state.
package struct Tally: Equatable, Sendable, CustomStringConvertible {
  package let count: Int
  package let total: Int

  /// `3 of 9`.
  package var numbers: String { "\(count) of \(total)" }

  /// `3 of 9 resources`.
  package var description: String { "\(numbers) resources" }
}
