import AsyncHTTPClient
import NIOHTTPCompression
import NIOSSL

/// How the server is reached.
package struct TransportSettings: Equatable, Sendable {
  /// A PEM file with certificates that are trusted besides those of the system, or nil.
  package var caFile: String?

  /// The proxy, or nil when the server is reached directly.
  package var proxy: ProxySettings?

  /// The longest body that is read, in bytes after decompression.
  package static let bodyLimit = 64 * 1_024 * 1_024

  /// The largest certificate file that is read, in bytes: room for a whole system's bundle.
  private static let caFileLimit = 8 * 1_024 * 1_024

  package init(caFile: String? = nil, proxy: ProxySettings? = nil) {
    self.caFile = caFile
    self.proxy = proxy
  }

  /// Clients that ask an endpoint.
  ///
  /// - Throws: ``TransportError`` when the certificate file cannot be used.
  package func makeClients(for endpoint: StatusEndpoint) throws(TransportError) -> HTTPClientPool {
    HTTPClientPool(
      configuration: try clientConfiguration(),
      connectionCheck: ConnectionCheck(endpoint: endpoint))
  }

  /// The configuration of clients that do nothing that the gate did not decide.
  ///
  /// - Throws: ``TransportError`` when the certificate file cannot be used.
  func clientConfiguration() throws(TransportError) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    // ``ConnectionCheck`` compares the names.
    tls.certificateVerification = .noHostnameVerification
    if let caFile { tls.additionalTrustRoots = [.certificates(try Self.certificates(in: caFile))] }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow, proxy: proxy?.clientProxy,
      decompression: .enabled(limit: .size(Self.bodyLimit)))
    configuration.httpVersion = .http1Only
    // Else a refused connection is tried again, unseen, until the connect timeout.
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }

  private static func certificates(
    in path: String
  ) throws(TransportError) -> [NIOSSLCertificate] {
    let bytes: [UInt8]
    do {
      bytes = try BoundedFile.contentsBlocking(ofPath: path, limit: caFileLimit)
    } catch {
      throw .unreadableCAFile(path: path, error)
    }
    guard bytes.firstRange(of: "CERTIFICATE-----".utf8) != nil else {
      throw .noCertificate(path: path)
    }
    do {
      return try NIOSSLCertificate.fromPEMBytes(bytes)
    } catch {
      throw .malformedCertificate(path: path)
    }
  }
}
