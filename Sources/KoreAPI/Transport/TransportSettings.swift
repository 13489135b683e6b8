import AsyncHTTPClient
import NIOHTTPCompression
import NIOSSL

/// How the server is reached.
package struct TransportSettings: Equatable, Sendable {
  /// What is trusted besides the certificates of the system, or nil.
  package var certificates: CertificateFile?

  /// The proxy, or nil when the server is reached directly.
  package var proxy: ProxySettings?

  /// The longest body that is read, in bytes after decompression.
  package static let bodyLimit = 64 * 1_024 * 1_024

  package init(certificates: CertificateFile? = nil, proxy: ProxySettings? = nil) {
    self.certificates = certificates
    self.proxy = proxy
  }

  /// Clients that ask an endpoint.
  package func makeClients(for endpoint: StatusEndpoint) -> HTTPClientPool {
    HTTPClientPool(
      configuration: clientConfiguration, connectionCheck: ConnectionCheck(endpoint: endpoint))
  }

  /// The configuration of a client that neither repeats nor redirects a request by itself.
  var clientConfiguration: HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    // ConnectionCheck compares the names.
    tls.certificateVerification = .noHostnameVerification
    if let certificates { tls.additionalTrustRoots = [.certificates(certificates.certificates)] }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow, proxy: proxy?.clientProxy,
      decompression: .enabled(limit: .size(Self.bodyLimit)))
    configuration.httpVersion = .http1Only
    // Otherwise a refused connection is tried again, unseen, until the connect timeout.
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }
}
