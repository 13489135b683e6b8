import ArgumentParser
import GateKit
import KoreAPI

/// Which bot is asked about, and where.
struct ConnectionOptions: ParsableArguments {
  @Option(
    help: Setting.botID.help("The bot to gate on; required.", value: "[alias=]id"))
  var botID: [String] = []

  @Option(
    help: Setting.baseURL.help(
      "Host of the tenant, with port and path prefix where there are any.", value: "url",
      defaultText: StatusEndpoint.defaultBase))
  var baseURL: String?

  @Option(
    help: Setting.statusPath.help(
      "The path that is asked.", value: "path", defaultText: StatusEndpoint.defaultPathTemplate))
  var statusPath: String?

  @Option(
    help: Setting.caFile.help(
      "Certificates in PEM form to trust besides the system's; also SSL_CERT_FILE.",
      value: "file"),
    completion: .file())
  var caFile: String?

  @Flag(
    name: .customLong("allow-insecure-http"),
    help: "Allow http: to a host that is not this machine; the token is then readable on the way.")
  var allowInsecureHTTP = false

  /// The bot, or nil after a mistake.
  func bot(_ reader: inout SettingReader) -> BotReference? {
    let sources = reader.sources(.botID, flags: botID)
    guard let source = sources.first else {
      reader.note(
        StartError(
          "--bot-id is missing; expected the id of the bot (KORE_BOT_ID), such as st-a86a6717-…."))
      return nil
    }
    guard sources.count == 1 else {
      reader.note(
        StartError(
          "\(source.origin) names \(sources.count) bots; expected one, so run the gate once for"
            + " each."))
      return nil
    }
    var bot: BotReference?
    reader.read(source, into: &bot) { text throws(InvalidValue) in
      try BotReference(parsing: text)
    }
    return bot
  }

  /// The server, or nil after a mistake.
  ///
  /// - Parameter bot: nil when it could not be read; all else is checked nevertheless.
  func endpoint(_ reader: inout SettingReader, bot: BotReference?) -> StatusEndpoint? {
    let base = reader.source(.baseURL, flag: baseURL)
    let path = reader.source(.statusPath, flag: statusPath)
    func endpoint(_ base: SettingReader.Source?) throws(EndpointError) -> StatusEndpoint {
      try StatusEndpoint(
        base: base?.text ?? StatusEndpoint.defaultBase,
        pathTemplate: path?.text ?? StatusEndpoint.defaultPathTemplate,
        botID: (bot ?? .unknown).id, allowsInsecureHTTP: allowInsecureHTTP)
    }
    func note(_ error: EndpointError, of source: SettingReader.Source?) {
      reader.note(StartError("\(source?.origin ?? "--base-url"): \(error)."))
    }
    do throws(EndpointError) {
      return try endpoint(base)
    } catch  where error.isAboutPath {
      note(error, of: path)
    } catch {
      note(error, of: base)
      // The path may be wrong as well.
      do throws(EndpointError) { _ = try endpoint(nil) } catch { note(error, of: path) }
    }
    return nil
  }

  /// The proxy, or nil when there is none.
  func proxy(_ reader: inout SettingReader, for endpoint: StatusEndpoint?) -> ProxySettings? {
    do throws(ProxyError) {
      return try endpoint.flatMap { endpoint throws(ProxyError) in
        try ProxySettings.settings(for: endpoint, environment: reader.environment)
      }
    } catch {
      reader.note(StartError("\(error)."))
      return nil
    }
  }

  /// The file of certificates to trust, or nil when none is named.
  func certificates(_ reader: SettingReader) -> SettingReader.Source? {
    reader.source(.caFile, flag: caFile) ?? reader.source(.standardCAFile)
  }
}

extension EndpointError {
  /// Whether the status path is at fault, and not the base URL.
  fileprivate var isAboutPath: Bool {
    switch self {
    case .relativePath, .pathWithoutPlaceholder, .malformedPath: true
    case .malformedBase, .unsupportedScheme, .missingHost, .malformedHost, .malformedPort,
      .userInformation, .queryOrFragment, .insecureHTTP, .emptyBotID, .relativeBotID,
      .controlCharacterInBotID, .botIDTooLong:
      false
    }
  }
}
