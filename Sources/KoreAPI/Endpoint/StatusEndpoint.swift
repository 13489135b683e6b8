import GateKit

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The URL at which the publish status of one bot is asked.
package struct StatusEndpoint: Equatable, Sendable {
  /// Scheme and host of Kore.ai's own cloud.
  package static let defaultBase = "https://platform.kore.ai"

  package static let defaultPathTemplate = "/api/public/bot/\(placeholder)/publish/status"

  /// The text that stands for the bot's id in a path template.
  package static let placeholder = "{botId}"

  /// The longest bot id that is accepted, in characters.
  package static let botIDLimit = 256

  /// The whole URL.
  package let url: String

  /// The path of the URL, percent-encoded, with the base URL's prefix.
  package let path: String

  /// The host in lower case, an IPv6 address without its brackets.
  package let host: String

  package let port: Int

  /// Whether the scheme is `https`.
  package let usesTLS: Bool

  /// The host and, where it is not the scheme's own, the port: for messages.
  package let authority: String

  /// Puts the URL together.
  ///
  /// - Parameters:
  ///   - base: scheme, host and at most a port and a path prefix.
  ///   - pathTemplate: a path that begins with `/` and holds ``placeholder``.
  ///   - botID: the id that becomes one segment of the path, percent-encoded.
  ///   - allowsInsecureHTTP: whether `http` may be used with other hosts than this machine.
  /// - Throws: ``EndpointError`` when a part cannot be used.
  package init(
    base: String, pathTemplate: String, botID: String, allowsInsecureHTTP: Bool = false
  ) throws(EndpointError) {
    let parts = try Self.parts(of: base)
    usesTLS = parts.scheme?.lowercased() == "https"
    guard let name = parts.encodedHost?.lowercased(), !name.isEmpty else {
      throw .missingHost(base)
    }
    guard let host = String(urlHost: name) else { throw .malformedHost(name) }
    self.host = host
    guard usesTLS || allowsInsecureHTTP || Self.isLoopback(host) else {
      throw .insecureHTTP(host: host)
    }
    let standardPort = usesTLS ? 443 : 80
    port = parts.port ?? standardPort
    guard (1...65_535).contains(port) else { throw .malformedPort(port) }
    authority = port == standardPort ? host.urlHost : "\(host.urlHost):\(port)"

    var prefix = parts.percentEncodedPath[...]
    while prefix.last == "/" { prefix.removeLast() }
    path = prefix + (try Self.filled(pathTemplate, with: try Self.segment(botID)))
    url = "\(usesTLS ? "https" : "http")://\(authority)\(path)"
  }

  /// Whether a host is this machine, whatever a name server says.
  static func isLoopback(_ host: String) -> Bool {
    host.lowercased() == "localhost" || IPAddress(host)?.isLoopback == true
  }

  private static func parts(of base: String) throws(EndpointError) -> URLComponents {
    guard let parts = URLComponents(string: base, encodingInvalidCharacters: false) else {
      throw base.contains("@") ? .userInformation : .malformedBase(base)
    }
    guard parts.user == nil, parts.password == nil else { throw .userInformation }
    guard let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme) else {
      throw .unsupportedScheme(base)
    }
    guard parts.percentEncodedQuery == nil, parts.percentEncodedFragment == nil else {
      throw .queryOrFragment(base)
    }
    return parts
  }

  private static func filled(
    _ template: String, with segment: String
  ) throws(EndpointError) -> String {
    guard template.hasPrefix("/") else { throw .relativePath(template) }
    let parts = template.split(separator: placeholder, omittingEmptySubsequences: false)
    guard parts.count > 1 else { throw .pathWithoutPlaceholder(template) }
    let path = parts.joined(separator: segment)
    let isPath = path.utf8.allSatisfy { isUnreserved($0) || "/%!$&'()*+,;=:@".utf8.contains($0) }
    // URLComponents finds a percent sign that does not begin an escape.
    guard isPath,
      URLComponents(string: path, encodingInvalidCharacters: false)?.percentEncodedPath == path
    else { throw .malformedPath(template) }
    return path
  }

  private static func segment(_ botID: String) throws(EndpointError) -> String {
    guard !botID.isEmpty else { throw .emptyBotID }
    guard botID != ".", botID != ".." else { throw .relativeBotID(botID) }
    guard botID.count <= botIDLimit else { throw .botIDTooLong(botID.count) }
    guard botID.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw .controlCharacterInBotID
    }
    return botID.utf8.map { byte in
      guard !isUnreserved(byte) else { return String(Unicode.Scalar(byte)) }
      return (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  /// Source: https://www.rfc-editor.org/rfc/rfc3986#section-2.3
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || "-._~".utf8.contains(byte)
  }
}
