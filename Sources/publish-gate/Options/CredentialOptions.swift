import ArgumentParser
import GateKit
import KoreAPI

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// With which credentials the server is asked: exactly one source of tokens.
struct CredentialOptions: ParsableArguments {
  private static let defaultSubject = "publish-gate"

  @Option(
    help: Setting.tokenFile.help(
      "A file that holds the JWT, read again after a 401; - reads standard input. Or set KORE_JWT:"
        + " a token is never an argument.", value: "file"),
    completion: .file())
  var tokenFile: String?

  @Option(
    help: Setting.tokenCommand.help(
      "A command that prints the JWT, run without a shell, and again after a 401.",
      value: "command"))
  var tokenCommand: String?

  @Option(
    help: Setting.subject.help(
      "The sub claim of a JWT that is minted here, with KORE_CLIENT_ID and KORE_CLIENT_SECRET (or"
        + " KORE_CLIENT_SECRET_FILE).", value: "name", defaultText: Self.defaultSubject))
  var subject: String?

  /// The one source of tokens that is set, or nil after a mistake: when there is none, more than one,
  /// a part of one, or one that is malformed.
  func credentials(_ reader: inout SettingReader) -> Credentials? {
    let mistakes = reader.mistakes.count
    var kinds = [
      reader.source(.token).map(Kind.token),
      reader.source(.tokenFile, flag: tokenFile).map(Kind.file),
      reader.source(.tokenCommand, flag: tokenCommand).map(Kind.command),
      app(&reader),
    ].compactMap(\.self)
    if kinds.isEmpty, reader.mistakes.count == mistakes {
      // A CI sets a variable to nothing when it does not have the secret: that must not go unsaid.
      if let source = reader.source(.token, isEmptyGiven: true) {
        kinds.append(.token(source))
      } else {
        reader.note(Self.missing)
      }
    }
    guard let kind = kinds.first, kinds.count == 1 else {
      if kinds.count > 1 { reader.note(Self.tooMany(kinds)) }
      return nil
    }
    let credentials = credentials(kind, &reader)
    if let subject, kind.isReadyMade {
      reader.note(
        StartError(
          "--subject: '\(UntrustedText(subject))' is for a token that is minted here"
            + " (KORE_CLIENT_ID), but \(kind.origin) gives a ready-made one."))
    }
    return credentials
  }

  /// One source of tokens, as it is written.
  private enum Kind {
    case token(SettingReader.Source)
    case file(SettingReader.Source)
    case command(SettingReader.Source)
    case app(id: SettingReader.Source, secret: SettingReader.Source)
    case appWithSecretFile(id: SettingReader.Source, SettingReader.Source)

    /// The flag or the variable that gives it.
    var origin: String {
      switch self {
      case .token(let source), .file(let source), .command(let source), .app(let source, _),
        .appWithSecretFile(let source, _):
        source.origin
      }
    }

    var isReadyMade: Bool {
      switch self {
      case .token, .file, .command: true
      case .app, .appWithSecretFile: false
      }
    }
  }

  private static let missing = StartError(
    "there is no token; set KORE_CLIENT_ID and KORE_CLIENT_SECRET, or KORE_JWT, or name a file"
      + " that holds a token with --token-file (KORE_JWT_FILE) or a command that prints one with"
      + " --token-command (KORE_JWT_COMMAND).", outcome: .unauthorized)

  private static func tooMany(_ kinds: [Kind]) -> StartError {
    let origins = kinds.map(\.origin)
    let all = origins.dropLast().joined(separator: ", ") + " and " + origins.suffix(1).joined()
    return StartError(
      "\(all) \(kinds.count == 2 ? "both" : "all") give a token; expected one of them.")
  }

  /// The client id and its secret, or nil when neither is set, and after a mistake.
  private func app(_ reader: inout SettingReader) -> Kind? {
    let id = reader.source(.clientID)
    let file = reader.source(.clientSecretFile)
    let secret = reader.source(.clientSecret, isEmptyGiven: id != nil && file == nil)
    switch (id, secret, file) {
    case (nil, nil, nil):
      return nil
    case (_, let secret?, let file?):
      reader.note(
        StartError(
          "\(secret.origin) and \(file.origin) both give the client secret; expected one of them."))
    case (let id?, let secret?, nil):
      return .app(id: id, secret: secret)
    case (let id?, nil, let file?):
      return .appWithSecretFile(id: id, file)
    case (let id?, nil, nil):
      reader.note(
        StartError(
          "\(id.origin) is set without its secret; expected KORE_CLIENT_SECRET or"
            + " KORE_CLIENT_SECRET_FILE too."))
    case (nil, let secret?, nil), (nil, nil, let secret?):
      reader.note(StartError("\(secret.origin) is set without KORE_CLIENT_ID; expected both."))
    }
    return nil
  }

  private func credentials(_ kind: Kind, _ reader: inout SettingReader) -> Credentials? {
    let subject = kind.isReadyMade ? "" : subject(&reader)
    do throws(CredentialError) {
      switch kind {
      case .token(let source):
        return .token(try StaticToken(source.text, origin: source.origin))
      case .file(let source):
        guard source.text == "-" else { return .file(path: source.text, origin: source.origin) }
        guard Terminal.isTerminal(.standardInput) else {
          return .standardInput(origin: source.origin)
        }
        reader.note(
          StartError("\(source.origin): standard input is a terminal; expected a pipe or a file."))
        return nil
      case .command(let source):
        return words(of: source, &reader).map { .command($0, origin: source.origin) }
      case .app(let id, let secret):
        let app = try ClientCredentials(
          id: id.text, idOrigin: id.origin, secret: secret.text, secretOrigin: secret.origin)
        return .app(app, origin: id.origin, subject: subject)
      case .appWithSecretFile(let id, let file):
        try ClientCredentials.check(id: id.text, origin: id.origin)
        return .appWithSecretFile(
          id: id.text, origin: id.origin, .init(path: file.text, origin: file.origin),
          subject: subject)
      }
    } catch {
      reader.note(StartError(error))
      return nil
    }
  }

  private func subject(_ reader: inout SettingReader) -> String {
    var subject = Self.defaultSubject
    reader.read(.subject, flag: self.subject, into: &subject) { text throws(InvalidValue) in
      let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
      guard (1...256).contains(text.unicodeScalars.count), isPlain else {
        throw InvalidValue(
          accepted: "a name of at most 256 characters, without control characters")
      }
      return text
    }
    return subject
  }

  /// The command is not quoted when it is refused: its arguments are nobody's business.
  private func words(
    of source: SettingReader.Source, _ reader: inout SettingReader
  ) -> ShellWords? {
    do {
      return try ShellWords(parsing: source.text)
    } catch {
      reader.note(StartError("\(source.origin) is not accepted; expected \(error.accepted)."))
      return nil
    }
  }
}
