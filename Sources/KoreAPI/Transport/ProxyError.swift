import GateKit

/// Says why a variable names no proxy; never quotes its value, which may hold a password.
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
