import NIOCore
import NIOPosix
import NIOSSL
import TestSupport

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A server on a free port of this machine that plays a script to every connection.
struct LoopbackServer {
  /// What a connection gets, but for an interruption once the head of a request has come.
  enum Script {
    /// These bytes as soon as anything has come, and then the end of the connection.
    case interrupt(String)
    /// The same with bytes that are no text.
    case interruptBytes([UInt8])
    /// Nothing at all, not even a TLS handshake.
    case silence
    /// These bytes, and then the end of the connection.
    case answer(String)
    /// These bytes, which are no text, one part after the other, and then the end of the connection.
    case parts([[UInt8]])
    /// These bytes, and then the connection is reset.
    case answerThenReset(String)
    /// These bytes, and then nothing more.
    case answerThenHang(String)
    /// These bytes again and again, one after the other, for as long as the client listens.
    case trickle(head: String, part: String, every: TimeAmount)
  }

  let port: Int

  /// The heads of the requests, one for each connection, as they come.
  let requests: AsyncStream<String>

  /// All that each connection brought, as they end.
  let endings: AsyncStream<String>

  private let counter: Counter

  /// How many connections there were.
  var connectionCount: Int { counter.value }

  /// Runs a server for as long as a body takes.
  static func run<Value>(
    _ script: Script, tls: NIOSSLContext? = nil,
    _ body: (LoopbackServer) async throws -> Value
  ) async throws -> Value {
    try await run(scripts: { _ in script }, tls: tls, body)
  }

  /// Runs a server for as long as a body takes.
  ///
  /// - Parameter scripts: takes the number of a connection, from 1.
  static func run<Value>(
    scripts: @escaping @Sendable (Int) -> Script, tls: NIOSSLContext? = nil,
    _ body: (LoopbackServer) async throws -> Value
  ) async throws -> Value {
    let (requests, continuation) = AsyncStream.makeStream(of: String.self)
    let (endings, ended) = AsyncStream.makeStream(of: String.self)
    let counter = Counter()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let script = scripts(counter.increment())
          let pipeline = channel.pipeline.syncOperations
          if let tls, script.speaks {
            try pipeline.addHandler(NIOSSLServerHandler(context: tls))
          }
          try pipeline.addHandler(Player(script, continuation, ended))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let server = LoopbackServer(
      port: channel.localAddress?.port ?? 0, requests: requests, endings: endings, counter: counter)
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(server))
    } catch {
      result = .failure(error)
    }
    try await channel.close()
    continuation.finish()
    ended.finish()
    return try result.get()
  }
}

extension LoopbackServer.Script {
  var interrupts: Bool {
    switch self {
    case .interrupt, .interruptBytes: true
    case .silence, .answer, .parts, .answerThenReset, .answerThenHang, .trickle: false
    }
  }

  var speaks: Bool {
    switch self {
    case .silence: false
    case .interrupt, .interruptBytes, .answer, .parts, .answerThenReset, .answerThenHang,
      .trickle:
      true
    }
  }

  /// A whole answer with the status 200.
  static func json(_ body: String) -> Self {
    .answer("HTTP/1.1 200 OK\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)")
  }
}

/// Collects one request, then plays the script.
private final class Player: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let script: LoopbackServer.Script
  private let requests: AsyncStream<String>.Continuation
  private let ended: AsyncStream<String>.Continuation
  private var request = ""
  private var everything = ""

  init(
    _ script: LoopbackServer.Script, _ requests: AsyncStream<String>.Continuation,
    _ ended: AsyncStream<String>.Continuation
  ) {
    self.script = script
    self.requests = requests
    self.ended = ended
  }

  func channelInactive(context: ChannelHandlerContext) {
    ended.yield(everything)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let text = String(buffer: unwrapInboundIn(data))
    everything += text
    request += text
    guard request.hasSuffix("\r\n\r\n") || script.interrupts else { return }
    requests.yield(request)
    request = ""
    switch script {
    case .silence: break
    case .interruptBytes(let bytes):
      write(ByteBuffer(bytes: bytes), context: context, thenClose: true)
    case .interrupt(let text), .answer(let text): write(text, context: context, thenClose: true)
    case .parts(let parts):
      for part in parts { write(ByteBuffer(bytes: part), context: context, thenClose: false) }
      write("", context: context, thenClose: true)
    case .answerThenHang(let text): write(text, context: context)
    case .answerThenReset(let text):
      write(text, context: context)
      reset(context.channel)
    case .trickle(let head, let part, let interval):
      write(head, context: context)
      let channel = context.channel
      context.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: interval) { task in
        channel.writeAndFlush(ByteBuffer(string: part)).whenFailure { _ in task.cancel() }
      }
    }
  }

  /// What breaks here is what the client's errors are tested with.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  /// Without lingering, closing sends a reset instead of an end.
  private func reset(_ channel: any Channel) {
    let options = channel as? any SocketOptionProvider
    let set = options?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
    set?.whenComplete { _ in channel.close(promise: nil) }
  }

  private func write(_ text: String, context: ChannelHandlerContext, thenClose: Bool = false) {
    write(ByteBuffer(string: text), context: context, thenClose: thenClose)
  }

  private func write(_ bytes: ByteBuffer, context: ChannelHandlerContext, thenClose: Bool) {
    let channel = context.channel
    let written = context.writeAndFlush(wrapOutboundOut(bytes))
    if thenClose { written.whenComplete { _ in channel.close(promise: nil) } }
  }
}
