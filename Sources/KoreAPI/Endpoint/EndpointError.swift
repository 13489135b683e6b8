import GateKit

/// Says why base URL, path and bot id do not make a URL to ask; the caller says where each came from.
package enum EndpointError: Error, Equatable, CustomStringConvertible {
  case malformedBase(String)
  case unsupportedScheme(String)
  case missingHost(String)
  case malformedHost(String)
  case malformedPort(Int)
  /// Without the URL, which may hold a password.
  case userInformation
  case queryOrFragment(String)
  case insecureHTTP(host: String)
  case relativePath(String)
  case pathWithoutPlaceholder(String)
  case malformedPath(String)
  case emptyBotID
  case relativeBotID(String)
  case controlCharacterInBotID
  case botIDTooLong(Int)

  /// A sentence without a full stop.
  package var description: String {
    switch self {
    case .malformedBase(let base):
      "\(quoted(base)) is no URL; expected one such as \(StatusEndpoint.defaultBase)"
    case .unsupportedScheme(let base):
      "\(quoted(base)) does not begin with https://, as in \(StatusEndpoint.defaultBase)"
    case .missingHost(let base):
      "\(quoted(base)) names no host; expected a URL such as \(StatusEndpoint.defaultBase)"
    case .malformedHost(let host):
      "\(quoted(host)) is no host name and no IP address; write an international name in its ASCII"
        + " form, with xn--"
    case .malformedPort(let port):
      "\(port) is no port; expected a number from 1 to 65535"
    case .userInformation:
      "the URL holds a user name or a password; the token goes in by KORE_JWT or a file"
    case .queryOrFragment(let base):
      "\(quoted(base)) has a query or a fragment; expected scheme, host and at most a path"
    case .insecureHTTP(let host):
      "http: would send the token to \(quoted(host)) unencrypted; use https:, or allow it"
        + " explicitly with --allow-insecure-http"
    case .relativePath(let path):
      "the status path \(quoted(path)) does not begin with a slash"
    case .pathWithoutPlaceholder(let path):
      "the status path \(quoted(path)) does not say where the bot's id goes; write {botId} there"
    case .malformedPath(let path):
      "the status path \(quoted(path)) has characters that no path may have; percent-encode them"
    case .emptyBotID:
      "the bot id is empty"
    case .relativeBotID(let id):
      "the bot id \(quoted(id)) would change the path that is asked"
    case .controlCharacterInBotID:
      "the bot id has a control character, perhaps a line break at its end"
    case .botIDTooLong(let count):
      "the bot id has \(count) characters; at most \(StatusEndpoint.botIDLimit) are accepted"
    }
  }
}
