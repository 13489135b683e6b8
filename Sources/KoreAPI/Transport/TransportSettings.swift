package import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression
import NIOPosix
import NIOSSL

/// How the server is reached.
package struct TransportSettings: Equatable, Sendable {
  /// A PEM file with certificates that are trusted besides those of the system, or nil.
  package var caFile: String?

  /// The proxy, or nil when the server is reached directly.
  package var proxy: ProxySettings?

  /// The longest body that is read, in bytes after decompression.
  package static let bodyLimit = 64 * 1_024 * 1_024

  /// How long a connection may take to come about, its proxy and TLS included.
  static let connectTimeout: TimeAmount = .seconds(10)

  /// The largest certificate file that is read, in bytes: room for a whole system's bundle.
  private static let caFileLimit = 8 * 1_024 * 1_024

  package init(caFile: String? = nil, proxy: ProxySettings? = nil) {
    self.caFile = caFile
    self.proxy = proxy
  }

  /// A client that whoever asked for it shuts down.
  ///
  /// It runs on sockets on every system: Apple's Network framework would verify certificates and
  /// name errors in ways of its own.
  ///
  /// - Throws: ``TransportError`` when the certificate file cannot be used.
  package func makeClient() throws(TransportError) -> HTTPClient {
    HTTPClient(
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
      configuration: try clientConfiguration())
  }

  /// The configuration of a client that does nothing that the gate did not decide.
  ///
  /// - Throws: ``TransportError`` when the certificate file cannot be used.
  package func clientConfiguration() throws(TransportError) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    if let caFile { tls.additionalTrustRoots = [.certificates(try Self.certificates(in: caFile))] }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(connect: Self.connectTimeout),
      proxy: proxy?.clientProxy, decompression: .enabled(limit: .size(Self.bodyLimit)))
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
      bytes = try SmallFile.contents(ofPath: path, limit: caFileLimit)
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
