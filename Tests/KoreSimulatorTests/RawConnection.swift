import NIOCore
import NIOPosix

/// A client's connection over which bytes go as they are, and which tells how it ended.
final class RawConnection {
  private enum Event {
    case bytes(ByteBuffer)
    case end(isReset: Bool)
  }

  /// All that has been read of what came.
  private(set) var text = ""
  /// Nil as long as the end has not been read.
  private(set) var endedByReset: Bool?

  private let channel: any Channel
  private var events: AsyncStream<Event>.Iterator

  init(to port: Int) async throws {
    let (stream, events) = AsyncStream.makeStream(of: Event.self)
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Ear(events))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    self.events = stream.makeAsyncIterator()
  }

  /// Sends what the server may refuse to take.
  func send(_ text: String) async {
    await send(ByteBuffer(string: text))
  }

  func send(_ bytes: ByteBuffer) async {
    try? await channel.writeAndFlush(bytes)
  }

  /// Reads until the text holds this so many times; false when the connection ends before.
  func hears(_ words: String, times: Int = 1) async -> Bool {
    while text.ranges(of: words).count < times {
      guard await readsMore() else { return false }
    }
    return true
  }

  /// Reads to the end of the connection.
  func readToEnd() async {
    while await readsMore() {}
  }

  func close() async {
    try? await channel.close()
  }

  private func readsMore() async -> Bool {
    switch await events.next(isolation: nil) {
    case .bytes(let buffer):
      text += String(buffer: buffer)
      return true
    case .end(let isReset):
      endedByReset = isReset
      return false
    case nil:
      return false
    }
  }

  private final class Ear: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let events: AsyncStream<Event>.Continuation
    private var isReset = false

    init(_ events: AsyncStream<Event>.Continuation) {
      self.events = events
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      events.yield(.bytes(unwrapInboundIn(data)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      isReset = true
      context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
      events.yield(.end(isReset: isReset))
      events.finish()
    }
  }
}
