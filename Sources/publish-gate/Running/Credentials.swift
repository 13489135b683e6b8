import GateKit
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

extension ProcessContext {
  /// Gets the first token before anything is asked, unless a signal comes first.
  ///
  /// - Returns: why the server will probably refuse the token, or nil.
  /// - Throws: ``StartError`` when there is no token, or the gate was interrupted.
  func prepare(_ credentials: Credentials) async throws(StartError) -> Warning? {
    guard credentials.isReadyMade else { return nil }
    let token = try await unlessStopped(
      while: "waiting for the token of \(credentials.origin)"
    ) { () async throws(StartError) in
      do throws(CredentialError) {
        return try await credentials.tokens.token()
      } catch {
        throw StartError(error)
      }
    }
    secrets.register(token)
    return TokenValidity(of: token)?.doubt(at: .now).map {
      .tokenTime(origin: credentials.origin, $0)
    }
  }

  /// Does what must be done before anything is asked and may hang, unless a signal comes first.
  ///
  /// - Parameter activity: what the gate is then said to have been stopped at: `reading a.pem`.
  /// - Throws: what the work throws, or ``StartError`` when the gate was interrupted.
  func unlessStopped<Value: Sendable>(
    while activity: String, _ work: @escaping @Sendable () async throws(StartError) -> Value
  ) async throws(StartError) -> Value {
    let ending = await interruptions.orSignal { () -> Result<Value, StartError> in
      do throws(StartError) {
        return .success(try await work())
      } catch {
        return .failure(error)
      }
    }
    switch ending {
    case .done(let result): return try result.get()
    case .interrupted(let signal):
      throw StartError(
        "stopped by \(signal.name) while \(activity).", outcome: .interrupted(signal))
    }
  }

  /// Leaves a report that says that the gate has not finished, while the first token is waited for.
  func writeFirstReport(of bot: BotReference, path: String?) {
    guard let path else { return }
    let record = RunRecord(bot: bot, startedAt: .now, policy: ResourcePolicy())
    // The run itself says so when a report cannot be written.
    try? ReportFile(path: path, secrets: secrets).replace(
      with: JUnitReport(of: record, origin: reportOrigin(server: "")).xml)
  }
}
