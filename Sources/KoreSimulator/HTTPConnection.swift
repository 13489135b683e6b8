import NIOCore
import NIOHTTP1

/// Takes the requests of one connection, one after the other, and plays their answers.
///
/// The handlers before it parse, and hold a pipelined request back until the answer to the one
/// before it has been written.
final class HTTPConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private enum NextRequest {
    case isTaken
    /// The connection is closed instead, in the moment in which it comes.
    case closes
    /// The connection is being closed.
    case isIgnored
  }

  private static let bodyLimit = 1 << 20
  /// How long a client may take for one request or one part of an answer, or leave the connection
  /// alone.
  static let idleLimit: TimeAmount = .minutes(5)

  private let responder: HTTPServer.Responder
  private var nextRequest = NextRequest.isTaken
  /// Of the request that is being received.
  private var head: HTTPRequestHead?
  /// Nil once there is more of it than the limit.
  private var body: ByteBuffer?
  private var answering: Task<Void, Never>?
  /// The end of an idle connection, or the next part of an answer that trickles.
  private var timer: Scheduled<Void>?

  init(_ responder: @escaping HTTPServer.Responder) {
    self.responder = responder
  }

  func channelActive(context: ChannelHandlerContext) {
    close(context, afterIdle: Self.idleLimit)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    answering?.cancel()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is HTTPParserError, context.channel.isActive else {
      return context.close(promise: nil)
    }
    // What is not a request comes as its error once the answer before it has been written.
    let refusal = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: "", headers: ["connection": "close"])
    switch nextRequest {
    case .isTaken:
      nextRequest = .isIgnored
      play(Response(status: .badRequest), to: refusal, context)
    case .closes: context.close(promise: nil)
    case .isIgnored: break
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head, context)
    case .body(var part):
      let count = (body?.readableBytes ?? 0) + part.readableBytes
      if count > Self.bodyLimit { body = nil }
      body?.writeBuffer(&part)
    case .end:
      guard let head else { return }
      self.head = nil
      answer(head, context)
    }
  }

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    switch nextRequest {
    case .isTaken:
      self.head = head
      body = ByteBuffer()
      // https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
      guard head.version == .http1_1,
        head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" })
      else { break }
      let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
    case .closes:
      context.close(promise: nil)
    case .isIgnored: break
    }
  }

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    // An answer that stalls, and a client that does not read, must not hold a connection forever.
    close(context, afterIdle: Self.idleLimit)
    let loop = context.eventLoop
    let bound = NIOLoopBound((connection: self, context: context), eventLoop: loop)
    answering = Task { [responder, body] in
      let response = await responder(head, body)
      loop.execute {
        let (connection, context) = bound.value
        guard context.channel.isActive else { return }
        connection.play(response, to: head, context)
      }
    }
    body = nil
  }

  private func play(
    _ response: Response, to request: HTTPRequestHead, _ context: ChannelHandlerContext
  ) {
    // An HTTP/1.0 client would have to be told that its connection stays.
    let stays = request.isKeepAlive && request.version == .http1_1
    let next: NextRequest = stays ? .isTaken : .isIgnored
    var head = HTTPResponseHead(
      version: request.version, status: response.status, headers: response.headers)
    head.headers.add(name: "content-length", value: "\(response.body.readableBytes)")
    if !stays { head.headers.add(name: "connection", value: "close") }
    if !head.headers.contains(name: "date") {
      head.headers.add(name: "date", value: Response.date())
    }
    let isBodiless = request.method == .HEAD
    let body = isBodiless ? ByteBuffer() : response.body

    switch isBodiless ? .whole : response.delivery {
    case .whole:
      write(head, body, context) { self.end(then: next, context) }
    case .wholeThenClosed(let idle):
      write(head, body, context) {
        self.end(then: next, idle: TimeAmount(seconds: idle), context)
      }
    case .wholeThenClosedAtNextRequest:
      write(head, body, context) { self.end(then: stays ? .closes : .isIgnored, context) }
    case .trickled(let parts, let pause):
      head.headers.remove(name: "content-length")
      context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
      trickle(
        body, partSize: max(1, body.readableBytes / max(1, parts)),
        pause: TimeAmount(seconds: pause), then: next, context)
    case .cut:
      write(head, body.firstHalf, context) { context.close(promise: nil) }
    case .stalled:
      write(head, body.firstHalf, context) {}
    case .reset:
      reset(context)
    }
  }

  /// Writes, and goes on once the client's system has taken it: a client may not read.
  private func write(
    _ head: HTTPResponseHead, _ body: ByteBuffer, _ context: ChannelHandlerContext,
    then goOn: @escaping () -> Void
  ) {
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    write(body, context, then: goOn)
  }

  private func write(
    _ body: ByteBuffer, _ context: ChannelHandlerContext, then goOn: @escaping () -> Void
  ) {
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(body))))
      .assumeIsolated().whenSuccess(goOn)
  }

  private func trickle(
    _ body: ByteBuffer, partSize: Int, pause: TimeAmount, then next: NextRequest,
    _ context: ChannelHandlerContext
  ) {
    var rest = body
    guard let part = rest.readSlice(length: min(partSize, rest.readableBytes)),
      part.readableBytes > 0
    else { return end(then: next, context) }
    timer?.cancel()
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: pause) { [rest] in
      self.close(context, afterIdle: Self.idleLimit)
      self.write(part, context) {
        self.trickle(rest, partSize: partSize, pause: pause, then: next, context)
      }
    }
  }

  /// Ends an answer; a request that was pipelined comes in while this writes.
  private func end(
    then next: NextRequest, idle: TimeAmount = idleLimit, _ context: ChannelHandlerContext
  ) {
    nextRequest = next
    close(context, afterIdle: idle)
    let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    guard next == .isIgnored else { return }
    written.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
  }

  private func close(_ context: ChannelHandlerContext, afterIdle idle: TimeAmount) {
    timer?.cancel()
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: idle) {
      context.close(promise: nil)
    }
  }

  /// Ends the connection with a TCP reset in place of the ordinary farewell.
  private func reset(_ context: ChannelHandlerContext) {
    // A close with no time to linger throws away what is unsent and sends RST (socket(7)).
    let socket = context.channel as? any SocketOptionProvider
    socket?.unsafeSetSocketOption(
      level: .socket, name: .so_linger, value: Linger(isOn: 1, seconds: 0)
    ).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
  }

  /// The system's `struct linger`, which has no name common to all platforms' C libraries.
  private struct Linger {
    let isOn: CInt
    let seconds: CInt
  }
}

extension ByteBuffer {
  fileprivate var firstHalf: ByteBuffer {
    getSlice(at: readerIndex, length: readableBytes / 2) ?? ByteBuffer()
  }
}
