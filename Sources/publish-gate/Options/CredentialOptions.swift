import ArgumentParser
import GateKit
import KoreAPI

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// With which credentials the server is asked: exactly one source of tokens.
struct CredentialOptions: ParsableArguments {
  static let defaultSubject = "publish-gate"

  @Option(
    name: Setting.tokenFile.longName,
    help: Setting.tokenFile.help(
      "A file that holds the JWT, read again after a 401; - reads standard input. Or set KORE_JWT:"
        + " a token is never an argument.", value: "file"))
  var tokenFile: String?

  @Option(
    name: Setting.tokenCommand.longName,
    help: Setting.tokenCommand.help(
      "A command that prints the JWT, run without a shell, and again after a 401.",
      value: "command"))
  var tokenCommand: String?

  @Option(
    name: Setting.subject.longName,
    help: Setting.subject.help(
      "The sub claim of a JWT that is minted here, with KORE_CLIENT_ID and KORE_CLIENT_SECRET (or"
        + " KORE_CLIENT_SECRET_FILE).", value: "name", defaultText: Self.defaultSubject))
  var subject: String?

  /// The one source of tokens that is set.
  ///
  /// - Parameters:
  ///   - secrets: learns every secret that is read here.
  ///   - showLine: takes the lines of a token command's standard error.
  /// - Throws: ``StartError`` when there is none, more than one, or a part of one.
  func credentials(
    _ reader: SettingReader, secrets: SecretRegistry,
    showLine: @escaping @Sendable (String) -> Void
  ) async throws(StartError) -> Credentials {
    let kind = try kind(reader)
    if let flag = subject, kind.isReadyMade {
      throw StartError(
        "--subject: '\(UntrustedText(flag))' is for a token that is minted here (KORE_CLIENT_ID), but"
          + " \(kind.origin) gives a ready-made one.")
    }
    do {
      switch kind {
      case .variable(let source):
        let tokens = try StaticToken(source.text, origin: source.origin)
        return Credentials(
          origin: source.origin, tokens: tokens, canRenew: false, isReadyMade: true)
      case .standardInput(let source):
        guard !Terminal.isTerminal(.standardInput) else {
          throw StartError(
            "\(source.origin): standard input is a terminal; expected a pipe or a file.")
        }
        return Credentials(
          origin: source.origin, tokens: StandardInputToken(), canRenew: false, isReadyMade: true)
      case .file(let source):
        let tokens = try await tokenFile(source)
        return Credentials(
          origin: source.origin, tokens: tokens, canRenew: true, isReadyMade: true)
      case .command(let source):
        let tokens = TokenCommand(try words(of: source), secrets: secrets, showLine: showLine)
        return Credentials(
          origin: source.origin, tokens: tokens, canRenew: true, isReadyMade: true)
      case .minted(let id, let secret):
        let app = try await app(id, secret)
        secrets.register(app.secret)
        let tokens = TokenMinter(
          app: app, subject: try checkedSubject(reader), now: { Timestamp.now },
          newID: { UUID().uuidString })
        return Credentials(origin: id.origin, tokens: tokens, canRenew: true, isReadyMade: false)
      }
    } catch let error as StartError {
      throw error
    } catch let error as CredentialError {
      throw StartError(error)
    } catch {
      throw StartError("\(error).")
    }
  }

  /// One source of tokens, as it is set.
  private enum Kind {
    case variable(SettingReader.Source)
    case standardInput(SettingReader.Source)
    case file(SettingReader.Source)
    case command(SettingReader.Source)
    case minted(id: SettingReader.Source, ClientSecret)

    /// The flag or the variable that gives it.
    var origin: String {
      switch self {
      case .variable(let source), .standardInput(let source), .file(let source),
        .command(let source), .minted(let source, _):
        source.origin
      }
    }

    var isReadyMade: Bool {
      switch self {
      case .variable, .standardInput, .file, .command: true
      case .minted: false
      }
    }
  }

  private enum ClientSecret {
    case variable(SettingReader.Source)
    case file(SettingReader.Source)
  }

  private func kind(_ reader: SettingReader) throws(StartError) -> Kind {
    let minted = try minted(reader)
    var kinds: [Kind] = []
    if let source = reader.source(.token, flag: nil) { kinds.append(.variable(source)) }
    if let source = reader.source(.tokenFile, flag: tokenFile) {
      kinds.append(source.text == "-" ? .standardInput(source) : .file(source))
    }
    if let source = reader.source(.tokenCommand, flag: tokenCommand) {
      kinds.append(.command(source))
    }
    if let minted { kinds.append(minted) }
    if kinds.count > 1 {
      throw StartError(
        "\(kinds[0].origin) and \(kinds[1].origin) both give a token; expected one of them.")
    }
    if let kind = kinds.first { return kind }
    // A variable that is set and empty is a secret that the CI does not have, not one not wanted.
    if let source = reader.source(.token, flag: nil, isEmptyGiven: true) {
      return .variable(source)
    }
    throw StartError(
      "there is no token; set KORE_CLIENT_ID and KORE_CLIENT_SECRET, or KORE_JWT, or name a file"
        + " that holds a token with --token-file (KORE_JWT_FILE) or a command that prints one with"
        + " --token-command (KORE_JWT_COMMAND).", outcome: .unauthorized)
  }

  /// The client id and its secret, or nil when neither is set.
  private func minted(_ reader: SettingReader) throws(StartError) -> Kind? {
    let id = reader.source(.clientID, flag: nil)
    let file = reader.source(.clientSecretFile, flag: nil)
    let secret = reader.source(.clientSecret, flag: nil, isEmptyGiven: id != nil && file == nil)
    switch (id, secret, file) {
    case (nil, nil, nil):
      return nil
    case (_, let secret?, let file?):
      throw StartError(
        "\(secret.origin) and \(file.origin) both give the client secret; expected one of them.")
    case (let id?, let secret?, nil):
      return .minted(id: id, .variable(secret))
    case (let id?, nil, let file?):
      return .minted(id: id, .file(file))
    case (let id?, nil, nil):
      throw StartError(
        "\(id.origin) is set without its secret; expected KORE_CLIENT_SECRET or"
          + " KORE_CLIENT_SECRET_FILE too.")
    case (nil, let secret?, nil), (nil, nil, let secret?):
      throw StartError("\(secret.origin) is set without KORE_CLIENT_ID; expected both.")
    }
  }

  private func app(
    _ id: SettingReader.Source, _ secret: ClientSecret
  ) async throws(StartError) -> ClientCredentials {
    do throws(CredentialError) {
      switch secret {
      case .variable(let source):
        return try ClientCredentials(
          id: id.text, idOrigin: id.origin, secret: source.text, secretOrigin: source.origin)
      case .file(let source):
        return try await ClientCredentials(
          id: id.text, idOrigin: id.origin, secretFile: source.text)
      }
    } catch {
      switch (error, secret) {
      case (.malformedClientID, _), (_, .variable): throw StartError(error)
      case (_, .file(let source)): throw StartError(error, of: source)
      }
    }
  }

  private func tokenFile(
    _ source: SettingReader.Source
  ) async throws(StartError) -> TokenFile {
    do throws(CredentialError) {
      return try await TokenFile(path: source.text)
    } catch {
      throw StartError(error, of: source)
    }
  }

  private func checkedSubject(_ reader: SettingReader) throws(StartError) -> String {
    guard let source = reader.source(.subject, flag: subject) else { return Self.defaultSubject }
    let isPlain = source.text.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control
    }
    guard (1...256).contains(source.text.utf8.count), isPlain else {
      throw source.error(accepted: "a name of at most 256 characters, without control characters")
    }
    return source.text
  }

  /// The command is not quoted when it is refused: its arguments are nobody's business.
  private func words(of source: SettingReader.Source) throws(StartError) -> ShellWords {
    do {
      return try ShellWords(parsing: source.text)
    } catch {
      throw StartError("\(source.origin) is not accepted; expected \(error.accepted).")
    }
  }
}

extension StartError {
  /// A credential that cannot be used: wrong as it was written down, or not to be had.
  ///
  /// - Parameter source: who named the file that the error is about; nil when it names its source.
  init(_ error: CredentialError, of source: SettingReader.Source? = nil) {
    let origin = source.map { "\($0.origin): " } ?? ""
    self.init("\(origin)\(error).", outcome: error.isUsage ? .usage : .unauthorized)
  }
}
