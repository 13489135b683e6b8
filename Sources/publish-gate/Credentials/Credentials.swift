import KoreAPI

/// Where a run's tokens come from.
struct Credentials: Sendable {
  /// The flag or the variable that says so.
  let origin: String

  let tokens: any TokenSource

  /// Whether there can be another token after a 401.
  let canRenew: Bool

  /// Whether somebody else made the token, so that it may be out of date.
  let isReadyMade: Bool
}
