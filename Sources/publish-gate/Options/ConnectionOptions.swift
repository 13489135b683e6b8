import ArgumentParser
import GateKit
import KoreAPI

/// Which bot is asked about, and where.
struct ConnectionOptions: ParsableArguments {
  static let defaultBaseURL = "https://platform.kore.ai"
  static let defaultStatusPath = "/api/public/bot/{botId}/publish/status"

  @Option(
    name: Setting.botID.longName,
    help: Setting.botID.help("The bot to gate on; required.", value: "[alias=]id"))
  var botID: [String] = []

  @Option(
    name: Setting.baseURL.longName,
    help: Setting.baseURL.help(
      "Host of the tenant, with port and path prefix where there are any.", value: "url",
      defaultText: Self.defaultBaseURL))
  var baseURL: String?

  @Option(
    name: Setting.statusPath.longName,
    help: Setting.statusPath.help(
      "The path that is asked.", value: "path", defaultText: Self.defaultStatusPath))
  var statusPath: String?

  @Option(
    name: Setting.caFile.longName,
    help: Setting.caFile.help(
      "Certificates in PEM form to trust besides the system's; also SSL_CERT_FILE.",
      value: "file"))
  var caFile: String?

  @Flag(
    name: .customLong("allow-insecure-http"),
    help: "Allow http: to a host that is not this machine; the token is then readable on the way.")
  var allowInsecureHTTP = false

  func bot(_ reader: SettingReader) throws(StartError) -> BotReference {
    let sources = reader.sources(.botID, flags: botID)
    guard let source = sources.first else {
      throw StartError(
        "--bot-id is missing; expected the id of the bot (KORE_BOT_ID), such as st-a86a6717-….")
    }
    guard sources.count == 1 else {
      throw StartError(
        "\(source.origin) names \(sources.count) bots; expected one, so run the gate once for each."
      )
    }
    do {
      return try BotReference(parsing: source.text)
    } catch {
      throw source.error(accepted: error.accepted)
    }
  }

  func endpoint(
    _ reader: SettingReader, bot: BotReference
  ) throws(StartError) -> StatusEndpoint {
    let base = reader.source(.baseURL, flag: baseURL)
    let path = reader.source(.statusPath, flag: statusPath)
    do {
      return try StatusEndpoint(
        base: base?.text ?? Self.defaultBaseURL,
        pathTemplate: path?.text ?? Self.defaultStatusPath, botID: bot.id,
        allowsInsecureHTTP: allowInsecureHTTP)
    } catch {
      let origin = error.isAboutPath ? path?.origin : base?.origin
      throw StartError("\(origin ?? "--base-url"): \(error).")
    }
  }

  func transport(
    _ reader: SettingReader, environment: [String: String], endpoint: StatusEndpoint
  ) throws(StartError) -> TransportSettings {
    let caFile = reader.source(.caFile, flag: caFile) ?? reader.source(.standardCAFile, flag: nil)
    do {
      return TransportSettings(
        caFile: caFile?.text,
        proxy: try ProxySettings.settings(for: endpoint, environment: environment))
    } catch {
      throw StartError("\(error).")
    }
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
