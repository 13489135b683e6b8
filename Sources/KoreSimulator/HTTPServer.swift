package import NIOCore
package import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP/1.1 server that hands each request to a responder and plays what that one answers.
package struct HTTPServer: Sendable {
  /// Takes a request with its body, which is nil when it was too large; it is cancelled when the
  /// client has gone.
  package typealias Responder =
    @Sendable (_ head: HTTPRequestHead, _ body: ByteBuffer?) async -> Response

  /// Enough for a pipeline with many jobs, and few enough to leave the process its descriptors.
  private static let connectionLimit = 256

  private static let decoderLimits = {
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = 64 << 10
    limits.maxHeaderListSize = 128 << 10
    return limits
  }()

  package let port: Int
  private let listener: any Channel
  private let connections: Connections

  /// Listens from now on; port 0 is any free one.
  ///
  /// One more connection than the limit is closed as soon as it is there.
  package static func start(
    host: String = "127.0.0.1", port: Int = 0, connectionLimit: Int = connectionLimit,
    responder: @escaping Responder
  ) async throws -> HTTPServer {
    let connections = Connections(limit: connectionLimit)
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton.next())
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try connections.admit(channel)
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline(
            withErrorHandling: false, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: decoderLimits)
          try pipeline.addHandler(HTTPConnection(responder))
        }
      }
      .bind(host: host, port: port).get()
    return HTTPServer(
      port: listener.localAddress?.port ?? port, listener: listener, connections: connections)
  }

  /// Serves while the body runs, and then stops.
  package func serving<Value: Sendable, Failure: Error>(
    _ body: (_ port: Int) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    do {
      let value = try await body(port)
      await stop()
      return value
    } catch {
      await stop()
      throw error
    }
  }

  /// Stops to listen, and closes all connections, whatever is on its way over them.
  package func stop() async {
    try? await listener.close()
    for channel in connections.refuseFurther() { try? await channel.close() }
  }

  private final class Connections: Sendable {
    private struct LimitReached: Error {}

    private let state: Mutex<(limit: Int, open: [ObjectIdentifier: any Channel])>

    init(limit: Int) {
      state = Mutex((limit, [:]))
    }

    /// Keeps a connection until it is closed; NIO closes one for which this throws.
    func admit(_ channel: any Channel) throws {
      let id = ObjectIdentifier(channel)
      try state.withLock { state in
        guard state.open.count < state.limit else { throw LimitReached() }
        state.open[id] = channel
      }
      channel.closeFuture.whenComplete { _ in self.state.withLock { $0.open[id] = nil } }
    }

    /// Admits none from now on, and returns those that are open.
    func refuseFurther() -> [any Channel] {
      state.withLock { state in
        state.limit = 0
        return Array(state.open.values)
      }
    }
  }
}
