import NIOCore
import NIOHTTP1
import NIOSSL

/// Checks each new connection before anything is sent over it.
struct ConnectionCheck: Sendable {
  /// Nil when the server is asked without TLS.
  private let identity: ServerIdentity?

  init(endpoint: StatusEndpoint) {
    identity = endpoint.usesTLS ? ServerIdentity(host: endpoint.host) : nil
  }

  /// Fails, and closes the connection, when it must not be used.
  ///
  /// - Parameter channel: the connection, with the handlers of AsyncHTTPClient.
  func check(_ channel: any Channel) -> EventLoopFuture<Void> {
    channel.eventLoop.makeCompletedFuture {
      do {
        let pipeline = channel.pipeline.syncOperations
        if let identity {
          guard let certificate = try pipeline.nioSSL_peerCertificate(),
            identity.isProved(by: certificate)
          else { throw ConnectionError.wrongName }
        }
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(AnswerCheck(), position: .after(decoder))
      } catch {
        // Later, since AsyncHTTPClient takes it for a defect when a connection closes before it fails.
        channel.eventLoop.execute { channel.close(promise: nil) }
        throw error
      }
    }
  }
}

/// Why a connection is not used any further.
enum ConnectionError: Error {
  /// The certificate is made out to another host.
  case wrongName
  /// The bytes have the form of HTTP, but are not an answer.
  case noAnswer
}

/// Lets through an answer of HTTP, which is one final head, its body and its end, and nothing else.
///
/// AsyncHTTPClient takes anything else for a defect of its own and ends the process. A status below
/// 100 is an example: the client skips every head below 200, and then finds a body without a head.
final class AnswerCheck: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  private var state = State.waiting

  private enum State {
    case waiting
    case receiving
    /// The end has come, or something that is not an answer.
    case over
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (state, unwrapInboundIn(data)) {
    case (.waiting, .head(let head)):
      switch head.status.code {
      // These announce the answer; 101 does not, and nobody asked for another protocol.
      case 100, 102..<200: return
      case 200...: state = .receiving
      default: return refuse(context)
      }
    case (.receiving, .body): break
    case (.receiving, .end): state = .over
    case (.waiting, .body), (.waiting, .end), (.receiving, .head): return refuse(context)
    case (.over, _): return
    }
    context.fireChannelRead(data)
  }

  private func refuse(_ context: ChannelHandlerContext) {
    state = .over
    context.fireErrorCaught(ConnectionError.noAnswer)
    context.close(promise: nil)
  }
}
