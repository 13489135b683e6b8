import AsyncHTTPClient
import GateKit
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Maps the errors of sockets, TLS, proxy and HTTP to failures of a request.
///
/// Errors are never printed as they are: some hold the header that carries the token.
struct TransportErrorMapping: Sendable {
  private let server: String

  /// Nil when the server is reached directly.
  private let proxy: String?

  init(endpoint: StatusEndpoint, proxy: ProxySettings?) {
    server = endpoint.authority
    self.proxy = proxy?.authority
  }

  var tooLarge: RequestFailure {
    let limit = TransportSettings.bodyLimit / (1_024 * 1_024)
    return RequestFailure(.notAStatus, "the answer is larger than \(limit) MiB")
  }

  /// The failure of a request whose time is up.
  func timedOut(after time: Duration, hadConnection: Bool) -> RequestFailure {
    let missing =
      hadConnection
      ? "answer" : "connection to \(server)\(proxy.map { " through the proxy \($0)" } ?? "")"
    return RequestFailure(.timedOut, "no \(missing) within \(time.text)")
  }

  /// The failure that an error means.
  ///
  /// - Parameters:
  ///   - error: what the client threw.
  ///   - answerBegan: whether the head of the answer had been read.
  /// - Returns: the failure, without any text of the error's.
  func failure(for error: any Error, answerBegan: Bool) -> RequestFailure {
    switch error {
    case is CancellationError: RequestFailure(.connection, "the request was cancelled")
    case let error as NIOConnectionError: failure(for: error, answerBegan: answerBegan)
    case let error as IOError: failure(for: error, answerBegan: answerBegan)
    case let error as HTTPClientError: failure(for: error, answerBegan: answerBegan)
    case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection:
      closed(answerBegan: answerBegan)
    case is HTTPParserError, ConnectionError.noAnswer:
      RequestFailure(.notAStatus, "what answers does not speak HTTP")
    case NIOSSLError.handshakeFailed(.sslError(let stack)),
      NIOSSLError.handshakeFailed(.unknownError(let stack)):
      handshakeFailure(stack.map(\.description).joined())
    case NIOSSLError.handshakeFailed: handshakeBrokenOff
    case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate: distrust
    case is NIOSSLExtraError, is BoringSSLError:
      RequestFailure(.connection, "TLS failed with \(server)")
    case ConnectionError.wrongName:
      RequestFailure(.untrusted, "the certificate of \(server) is made out to another name")
    case NIOHTTPDecompression.DecompressionError.limit: tooLarge
    case is NIOHTTPDecompression.DecompressionError:
      RequestFailure(.notAStatus, "the answer's compression is broken")
    case is NIOHTTPDecompression.ExtraDecompressionError: closed(answerBegan: true)
    case is NIOSSLError, is ChannelError, is ChannelPipelineError: closed(answerBegan: answerBegan)
    default: RequestFailure(.connection, "the connection failed (\(type(of: error)))")
    }
  }

  private func closed(answerBegan: Bool) -> RequestFailure {
    RequestFailure(
      .connection,
      answerBegan
        ? "the connection closed in the middle of the answer"
        : "the connection closed before an answer")
  }

  /// The host to which a connection is opened, for messages.
  private var peer: String { proxy.map { "the proxy \($0)" } ?? server }

  private func failure(for error: NIOConnectionError, answerBegan: Bool) -> RequestFailure {
    guard let first = error.connectionErrors.first?.error else {
      let host = proxy == nil ? "" : " of the proxy"
      return RequestFailure(
        .connection, "the name\(host) \(quoted(error.host)) cannot be resolved")
    }
    return failure(for: first, answerBegan: answerBegan)
  }

  private func failure(for error: IOError, answerBegan: Bool) -> RequestFailure {
    let summary =
      switch error.errnoCode {
      case ECONNREFUSED: proxy == nil ? "connection refused" : "connection refused by \(peer)"
      case ECONNRESET, ECONNABORTED, EPIPE:
        answerBegan ? "the connection was reset in the middle of the answer" : "connection reset"
      case ETIMEDOUT: "\(peer) does not answer"
      case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL: "no route to \(peer)"
      case EACCES, EPERM: "this system does not permit a connection to \(peer)"
      default: "the connection failed (error \(error.errnoCode) of the system)"
      }
    return RequestFailure(.connection, summary)
  }

  private func failure(for error: HTTPClientError, answerBegan: Bool) -> RequestFailure {
    switch error {
    case .cancelled: RequestFailure(.connection, "the request was cancelled")
    case .remoteConnectionClosed, .uncleanShutdown: closed(answerBegan: answerBegan)
    case .proxyAuthenticationRequired:
      RequestFailure(
        .untrusted, "HTTP 407 from \(peer), which wants other credentials in the proxy's variable")
    case .invalidProxyResponse:
      // AsyncHTTPClient keeps the status to itself, so a passing 502 cannot be told from a refusal.
      RequestFailure(.connection, "\(peer) opens no connection to \(server)")
    default: RequestFailure(.connection, "the request failed (\(error.shortDescription))")
    }
  }

  private var distrust: RequestFailure {
    RequestFailure(
      .untrusted,
      "the certificate of \(server) is not trusted: its authority is unknown (--ca-file adds one),"
        + " or its dates are not today's")
  }

  private var handshakeBrokenOff: RequestFailure {
    RequestFailure(.connection, "\(server) broke off the TLS handshake")
  }

  /// The failure that the reasons of BoringSSL's errors mean; the errors differ in nothing else.
  private func handshakeFailure(_ reasons: String) -> RequestFailure {
    func speaks(of names: String...) -> Bool {
      names.contains { reasons.firstRange(of: $0) != nil }
    }
    if speaks(of: "CERTIFICATE_VERIFY_FAILED") { return distrust }
    if speaks(of: "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST") {
      return RequestFailure(
        .wrongEndpoint, "\(server) does not speak TLS; perhaps the port is one for plain HTTP")
    }
    if speaks(of: "PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL") {
      return RequestFailure(.untrusted, "\(server) offers no TLS 1.2 and nothing newer")
    }
    // A server that restarts, or a proxy before it, sends alerts too, so they may pass.
    if speaks(of: "ALERT", "UNRECOGNIZED_NAME") {
      return RequestFailure(.connection, "\(server) refuses the TLS handshake")
    }
    if speaks(of: "EOF during handshake") {
      return handshakeBrokenOff
    }
    return RequestFailure(.connection, "the TLS handshake with \(server) failed")
  }
}
