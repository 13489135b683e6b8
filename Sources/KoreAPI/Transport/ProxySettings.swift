package import GateKit
import AsyncHTTPClient

/// The HTTP proxy through which the server is reached, by the method `CONNECT`.
package struct ProxySettings: Equatable, Sendable {
  /// The variable of the environment that names the proxy.
  package let variable: String

  /// The host in lower case, an IPv6 address without its brackets.
  package let host: String

  package let port: Int

  private let credentials: Credentials?

  private struct Credentials: Equatable, Sendable {
    let user: Secret
    let password: Secret
  }

  /// Finds the proxy for an endpoint.
  ///
  /// `HTTPS_PROXY` counts for `https`, `HTTP_PROXY` for `http`, and `NO_PROXY` for both; as with curl,
  /// the name of each in lower case comes first. This machine is always reached without a proxy.
  ///
  /// - Returns: nil when the endpoint is reached directly.
  /// - Throws: ``ProxyError`` when the variable that counts cannot be read.
  package static func settings(
    for endpoint: StatusEndpoint, environment: [String: String]
  ) throws(ProxyError) -> ProxySettings? {
    guard !StatusEndpoint.isLoopback(endpoint.host),
      let (variable, value) = variable(for: endpoint, in: environment)
    else { return nil }
    let exceptions = firstValue(of: ["no_proxy", "NO_PROXY"], in: environment)?.value ?? ""
    guard !ProxyBypass(exceptions).covers(host: endpoint.host, port: endpoint.port) else {
      return nil
    }
    return try ProxySettings(value, variable: variable)
  }

  /// Reads `http://user:password@host:port`; everything but the host may be missing.
  ///
  /// - Throws: ``ProxyError`` for any other form.
  init(_ text: String, variable: String) throws(ProxyError) {
    self.variable = variable
    var rest = text[...]
    if let slashes = rest.firstRange(of: "://") {
      let scheme = rest[..<slashes.lowerBound].lowercased()
      // What stands before the slashes of a value without a scheme may be a password.
      guard scheme.utf8.allSatisfy({ $0.isLetterOrDigit || "+-.".utf8.contains($0) }) else {
        throw .malformed(variable: variable)
      }
      guard scheme == "http" else { throw .unsupportedScheme(scheme, variable: variable) }
      rest = rest[slashes.upperBound...]
    }
    if rest.hasSuffix("/") { rest.removeLast() }
    guard !rest.contains(where: { "/?#\\".contains($0) || $0.isWhitespace }) else {
      throw .malformed(variable: variable)
    }
    credentials = try Self.takeCredentials(from: &rest, variable: variable)
    port = try Self.takePort(from: &rest, variable: variable)
    guard let host = String(urlHost: rest) else { throw .malformed(variable: variable) }
    self.host = host
  }

  /// The host and the port, for messages.
  package var authority: String { "\(host.urlHost):\(port)" }

  /// The password, and the user name with the password as they stand in the request's header.
  package var secrets: [Secret] {
    guard let credentials else { return [] }
    let pair = "\(credentials.user.revealed()):\(credentials.password.revealed())"
    return [credentials.password, Secret(pair)]
  }

  var clientProxy: HTTPClient.Configuration.Proxy {
    .server(
      host: host, port: port,
      authorization: credentials.map {
        .basic(username: $0.user.revealed(), password: $0.password.revealed())
      })
  }

  private static func variable(
    for endpoint: StatusEndpoint, in environment: [String: String]
  ) -> (name: String, value: String)? {
    if endpoint.usesTLS { return firstValue(of: ["https_proxy", "HTTPS_PROXY"], in: environment) }
    // A web server hands a request's header "Proxy" to its CGI programs as HTTP_PROXY.
    // Source: https://httpoxy.org
    let isCGI = environment["REQUEST_METHOD"] != nil
    return firstValue(of: isCGI ? ["http_proxy"] : ["http_proxy", "HTTP_PROXY"], in: environment)
  }

  /// The first variable that is set to more than white space.
  private static func firstValue(
    of names: [String], in environment: [String: String]
  ) -> (name: String, value: String)? {
    for name in names {
      let value = environment[name]?.trimmingSpaces ?? ""
      if !value.isEmpty { return (name, String(value)) }
    }
    return nil
  }

  private static func takeCredentials(
    from rest: inout Substring, variable: String
  ) throws(ProxyError) -> Credentials? {
    guard let at = rest.lastIndex(of: "@") else { return nil }
    let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    rest = rest[rest.index(after: at)...]
    guard let user = percentDecoded(parts.first ?? ""),
      let password = percentDecoded(parts.count > 1 ? parts[1] : "")
    else { throw .malformedCredentials(variable: variable) }
    return Credentials(user: Secret(user), password: Secret(password))
  }

  /// Takes the port from the end, or 80 when there is none.
  private static func takePort(
    from rest: inout Substring, variable: String
  ) throws(ProxyError) -> Int {
    let colon = rest.lastIndex(of: ":")
    guard let colon, !rest[colon...].contains("]") else { return 80 }
    let digits = rest[rest.index(after: colon)...]
    guard let port = Int(digits: digits), (1...65_535).contains(port) else {
      throw .malformedPort(variable: variable)
    }
    rest = rest[..<colon]
    return port
  }

  /// Nil when a percent sign does not begin an escape, or the bytes are not UTF-8.
  private static func percentDecoded(_ text: Substring) -> String? {
    let parts = text.utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
    var bytes = Array(parts.first ?? "".utf8[...])
    for part in parts.dropFirst() {
      let digits = String(decoding: part.prefix(2), as: UTF8.self)
      guard digits.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16)
      else { return nil }
      bytes.append(value)
      bytes += part.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

/// Says why a variable does not name a proxy; never quotes its value, which may hold a password.
package enum ProxyError: Error, Equatable, CustomStringConvertible {
  case unsupportedScheme(String, variable: String)
  case malformedCredentials(variable: String)
  case malformedPort(variable: String)
  case malformed(variable: String)

  /// A sentence without a full stop.
  package var description: String {
    switch self {
    case .unsupportedScheme(let scheme, let variable):
      "\(variable) names a proxy of the kind \(quoted(scheme)); only http:// proxies can be used,"
        + " and https servers are reached through them as well"
    case .malformedCredentials(let variable):
      "\(variable) has a user name or a password in which a percent sign is no escape;"
        + " write % as %25"
    case .malformedPort(let variable):
      "\(variable) has a port that is no number from 1 to 65535; in a password, write : as %3A and"
        + " @ as %40"
    case .malformed(let variable):
      "\(variable) names no proxy; expected http://host:port or http://user:password@host:port,"
        + " with the special characters of a password percent-encoded"
    }
  }
}
