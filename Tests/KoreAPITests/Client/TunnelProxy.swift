import NIOCore
import NIOPosix
import TestSupport

/// A proxy on a free port of this machine that opens tunnels, all of them to one port.
enum TunnelProxy {
  /// Runs a proxy for as long as a body takes.
  ///
  /// - Parameters:
  ///   - credentials: what must follow `Basic ` in the header, or nil to ask for none.
  ///   - silent: how many connections get no answer before the first tunnel.
  ///   - connections: counts all of them.
  static func run<Value>(
    to port: Int, credentials: String? = nil, silent: Int = 0, connections: Counter = Counter(),
    _ body: (_ port: Int) async throws -> Value
  ) async throws -> Value {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard connections.increment() > silent else { return }
          try channel.pipeline.syncOperations.addHandler(
            TunnelOpener(port: port, credentials: credentials))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    do {
      let value = try await body(channel.localAddress?.port ?? 0)
      try await channel.close()
      return value
    } catch {
      try await channel.close()
      throw error
    }
  }
}

/// Reads the request for a tunnel, and steps aside once the tunnel is there.
private final class TunnelOpener: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let port: Int
  private let credentials: String?
  private var head = ""
  private var isOpen = false

  init(port: Int, credentials: String?) {
    self.port = port
    self.credentials = credentials
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isOpen else { return context.fireChannelRead(data) }
    head += String(buffer: unwrapInboundIn(data))
    guard head.contains("\r\n\r\n") else { return }
    let channel = context.channel
    if let credentials, !head.lowercased().contains("basic \(credentials.lowercased())\r\n") {
      let refusal = ByteBuffer(string: "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
      channel.writeAndFlush(refusal).whenComplete { _ in channel.close(promise: nil) }
      return
    }
    isOpen = true
    ClientBootstrap(group: channel.eventLoop)
      .channelInitializer { $0.pipeline.addHandler(Forwarder(to: channel)) }
      .connect(host: "127.0.0.1", port: port)
      .flatMap { upstream in channel.pipeline.addHandler(Forwarder(to: upstream)) }
      .flatMap { channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\n")) }
      .whenFailure { _ in channel.close(promise: nil) }
  }
}

/// Hands whatever comes in to another connection.
private final class Forwarder: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer

  private let target: any Channel

  init(to target: any Channel) {
    self.target = target
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    target.writeAndFlush(unwrapInboundIn(data), promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    target.close(promise: nil)
  }
}
