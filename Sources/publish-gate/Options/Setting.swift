import ArgumentParser

/// One thing that can be set: its flag, its environment variable, and its help.
struct Setting: Sendable {
  /// The flag without its dashes, which is also that of the option's property; or nil when a flag must
  /// not exist: a token is never an argument.
  let name: String?

  /// The environment variable, or nil when there is none.
  let variable: String?

  init(_ name: String?, _ variable: String?) {
    self.name = name
    self.variable = variable
  }

  var flag: String? { name.map { "--\($0)" } }

  /// The help of the flag, with the variable and the default in brackets.
  func help(_ text: String, value: String? = nil, defaultText: String? = nil) -> ArgumentHelp {
    let notes = [variable, defaultText.map { "default: \($0)" }].compactMap(\.self)
    let suffix = notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
    return ArgumentHelp("\(text)\(suffix)", valueName: value)
  }

  static let baseURL = Setting("base-url", "KORE_BASE_URL")
  static let botID = Setting("bot-id", "KORE_BOT_ID")
  static let statusPath = Setting("status-path", "KORE_STATUS_PATH")
  static let token = Setting(nil, "KORE_JWT")
  static let tokenFile = Setting("token-file", "KORE_JWT_FILE")
  static let tokenCommand = Setting("token-command", "KORE_JWT_COMMAND")
  static let clientID = Setting(nil, "KORE_CLIENT_ID")
  static let clientSecret = Setting(nil, "KORE_CLIENT_SECRET")
  static let clientSecretFile = Setting(nil, "KORE_CLIENT_SECRET_FILE")
  static let subject = Setting("subject", "KORE_JWT_SUBJECT")
  static let caFile = Setting("ca-file", "KORE_CA_FILE")
  static let standardCAFile = Setting(nil, "SSL_CERT_FILE")
  static let timeout = Setting("timeout", "PUBLISH_GATE_TIMEOUT")
  static let startTimeout = Setting("start-timeout", "PUBLISH_GATE_START_TIMEOUT")
  static let contactTimeout = Setting("contact-timeout", "PUBLISH_GATE_CONTACT_TIMEOUT")
  static let requestTimeout = Setting("request-timeout", "PUBLISH_GATE_REQUEST_TIMEOUT")
  static let initialInterval = Setting("initial-interval", "PUBLISH_GATE_INITIAL_INTERVAL")
  static let maxInterval = Setting("max-interval", "PUBLISH_GATE_MAX_INTERVAL")
  static let backoffFactor = Setting("backoff-factor", "PUBLISH_GATE_BACKOFF_FACTOR")
  static let cadence = Setting("cadence", "PUBLISH_GATE_CADENCE")
  static let since = Setting("since", "PUBLISH_GATE_SINCE")
  static let freshWithin = Setting("fresh-within", "PUBLISH_GATE_FRESH_WITHIN")
  static let anyAge = Setting("any-age", "PUBLISH_GATE_ANY_AGE")
  static let allowResource = Setting("allow-resource", "PUBLISH_GATE_ALLOW_RESOURCE")
  static let requireLive = Setting("require-live", "PUBLISH_GATE_REQUIRE_LIVE")
  static let junit = Setting("junit", "PUBLISH_GATE_JUNIT")
  static let format = Setting("format", "PUBLISH_GATE_FORMAT")
  static let heartbeat = Setting("heartbeat", "PUBLISH_GATE_HEARTBEAT")
  static let ci = Setting("ci", "PUBLISH_GATE_CI")
  static let summary = Setting("summary", "PUBLISH_GATE_SUMMARY")
  static let dotenv = Setting("dotenv", "PUBLISH_GATE_DOTENV")
  static let color = Setting("color", nil)
  static let scenario = Setting("scenario", nil)
  static let speed = Setting("speed", nil)
  static let port = Setting("port", nil)
}
