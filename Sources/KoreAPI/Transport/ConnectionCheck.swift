import NIOCore
import NIOHTTP1
import NIOSSL

/// Looks at each connection when it has come about, before anything is sent over it.
struct ConnectionCheck: Sendable {
  /// Nil when the server is asked without TLS.
  private let identity: ServerIdentity?

  init(endpoint: StatusEndpoint) {
    identity = endpoint.usesTLS ? ServerIdentity(host: endpoint.host) : nil
  }

  /// Fails when the connection must not be used, which is then closed.
  ///
  /// - Parameter channel: with the handlers of AsyncHTTPClient.
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
        // Not at once: AsyncHTTPClient takes a connection that closes before it failed for a defect.
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
  /// What came has the form of HTTP, but is no answer.
  case noAnswer
}

/// Lets through what is an answer of HTTP: one final head, its body, its end.
///
/// AsyncHTTPClient takes anything else for a defect of its own and ends the process: a status below
/// 100, say, for it skips everything below 200 and then finds a body without a head.
final class AnswerCheck: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  private var state = State.waiting

  private enum State {
    case waiting
    case receiving
    /// The end has come, or what is none of HTTP.
    case over
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (state, unwrapInboundIn(data)) {
    case (.waiting, .head(let head)):
      switch head.status.code {
      // Announces the answer; nobody asked for a change of the protocol (101).
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
