import GateKit

/// Says why the HTTP client cannot be set up as asked.
package enum TransportError: Error, Equatable, CustomStringConvertible {
  case unreadableCAFile(path: String, BoundedFileError)
  case noCertificate(path: String)
  case malformedCertificate(path: String)

  /// A sentence without a full stop.
  package var description: String {
    switch self {
    case .unreadableCAFile(let path, let error):
      "the certificate file \(quoted(path)) \(error)"
    case .noCertificate(let path):
      "the certificate file \(quoted(path)) holds no certificate; expected one or more in PEM,"
        + " beginning with -----BEGIN CERTIFICATE-----"
    case .malformedCertificate(let path):
      "the certificate file \(quoted(path)) holds a certificate that cannot be read"
    }
  }
}
