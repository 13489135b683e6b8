import GateKit
import KoreAPI

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The one source of a run's tokens, as it is set: no file of it was read and no command run.
enum Credentials: Sendable {
  case token(StaticToken)
  case standardInput(origin: String)
  case file(path: String, origin: String)
  case command(ShellWords, origin: String)
  case app(ClientCredentials, origin: String, subject: String)
  case appWithSecretFile(id: String, origin: String, SecretFile, subject: String)

  /// A file that holds a client secret.
  struct SecretFile {
    let path: String
    /// The variable that names it.
    let origin: String
  }

  /// The flag or the variable that gives the tokens.
  var origin: String {
    switch self {
    case .token(let token): token.origin
    case .standardInput(let origin), .file(_, let origin), .command(_, let origin),
      .app(_, let origin, _), .appWithSecretFile(_, let origin, _, _):
      origin
    }
  }

  /// Whether there can be another token after a 401.
  var canRenew: Bool {
    switch self {
    case .token, .standardInput: false
    case .file, .command, .app, .appWithSecretFile: true
    }
  }

  /// Whether somebody else makes the tokens, so that they may be out of date.
  var areReadyMade: Bool {
    switch self {
    case .token, .standardInput, .file, .command: true
    case .app, .appWithSecretFile: false
    }
  }

  /// Reads what there is to be read before the first token.
  ///
  /// - Parameters:
  ///   - secrets: learns every secret that is read here.
  ///   - showLine: takes the lines of a token command's standard error.
  /// - Throws: ``StartError`` when a file cannot be read or used.
  func tokens(
    secrets: SecretRegistry, showLine: @escaping @Sendable (String) -> Void
  ) async throws(StartError) -> any TokenSource {
    switch self {
    case .token(let token):
      return token
    case .standardInput:
      return StandardInputToken()
    case .file(let path, let origin):
      do throws(CredentialError) {
        return try await TokenFile(path: path)
      } catch {
        throw StartError(error, of: origin)
      }
    case .command(let words, _):
      return TokenCommand(words, secrets: secrets, showLine: showLine)
    case .app(let app, _, let subject):
      return minter(app, subject, secrets)
    case .appWithSecretFile(let id, let origin, let file, let subject):
      do throws(CredentialError) {
        let app = try await ClientCredentials(id: id, idOrigin: origin, secretFile: file.path)
        return minter(app, subject, secrets)
      } catch {
        throw StartError(error, of: file.origin)
      }
    }
  }

  private func minter(
    _ app: ClientCredentials, _ subject: String, _ secrets: SecretRegistry
  ) -> TokenMinter {
    secrets.register(app.secret)
    return TokenMinter(
      app: app, subject: subject, now: { Timestamp.now }, newID: { UUID().uuidString })
  }
}

extension StartError {
  /// A credential that cannot be used: wrong as it was written down, or not to be had.
  ///
  /// - Parameter origin: what names the file that the error is about; nil when the error names its
  ///   source itself.
  init(_ error: CredentialError, of origin: String? = nil) {
    let origin = origin.map { "\($0): " } ?? ""
    self.init("\(origin)\(error).", outcome: error.isUsage ? .usage : .unauthorized)
  }
}
