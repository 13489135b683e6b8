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
  /// - Throws: ``SettingError`` when there is no token, or the gate was interrupted.
  func prepare(_ credentials: Credentials) async throws(SettingError) -> Warning? {
    guard credentials.isReadyMade else { return nil }
    let token = await interruptions.orSignal { () -> Result<Secret, CredentialError> in
      do throws(CredentialError) {
        return .success(try await credentials.tokens.token())
      } catch {
        return .failure(error)
      }
    }
    switch token {
    case .done(.success(let token)):
      secrets.register(token)
      return await TokenTimes(of: token)?.doubt(at: .now).map {
        .tokenTime(origin: credentials.origin, $0)
      }
    case .done(.failure(let error)):
      throw SettingError(error)
    case .interrupted(let signal):
      credentials.tokens.abandon()
      throw SettingError(
        "stopped by \(signal.name) while waiting for the token of \(credentials.origin).",
        outcome: .interrupted(signal))
    }
  }

  /// Leaves a report that says that the gate has not finished, while the first token is waited for.
  func writeFirstReport(of bot: BotReference, path: String?) {
    guard let path else { return }
    let record = GateRecord(bot: bot, startedAt: .now, policy: ResourcePolicy())
    // The run itself says so when a report cannot be written.
    try? ReportFile(path: path, secrets: secrets).write(
      JUnitReport(of: record, environment: reportEnvironment(server: "")).xml)
  }
}
