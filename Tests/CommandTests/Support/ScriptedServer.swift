import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOHTTPTypes
import Synchronization

/// A server on a free port of this machine whose answers a test decides, one request at a time.
struct ScriptedServer: Sendable {
  let port: Int

  /// Yields the number of each request when it has arrived, from 1.
  let arrivals: AsyncStream<Int>

  private let counter: Counter

  var requestCount: Int { counter.value }

  /// What a test may want to know of a request.
  struct Arrival: Sendable {
    /// From 1.
    let number: Int
    /// The token, or nil when there was none.
    let auth: String?
  }

  /// Serves for the body, and goes on after it as long as the process lives.
  ///
  /// - Parameters:
  ///   - clockAhead: how far the server's clock is ahead of this machine's, in seconds.
  ///   - answer: takes a request; it may wait as long as it likes.
  static func with<Result: Sendable>(
    clockAhead: Double = 0,
    answerTo answer: @escaping @Sendable (_ request: Arrival) async throws -> Response,
    body: @Sendable (ScriptedServer) async throws -> Result
  ) async throws -> Result {
    let counter = Counter()
    let (arrivals, arrived) = AsyncStream.makeStream(of: Int.self)
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    let router = Router()
    router.get("**") { request, _ in
      let number = counter.increment()
      arrived.yield(number)
      let auth = request.headers.first { $0.name.canonicalName == "auth" }?.value
      return try await answer(Arrival(number: number, auth: auth))
    }
    let application = Application(
      router: router,
      server: .http1(
        configuration: .init(additionalChannelHandlers: [WrongClock(ahead: clockAhead)])),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { ready.yield($0.localAddress?.port ?? 0) },
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    // Never stopped, for the reason that `Simulator.start` tells.
    Task { try await application.run() }
    guard let port = await ports.first(where: { _ in true }) else { throw CancellationError() }
    return try await body(ScriptedServer(port: port, arrivals: arrivals, counter: counter))
  }

  /// Serves while the body runs.
  ///
  /// - Parameter answer: takes the number of the request; it may wait as long as it likes.
  static func with<Result: Sendable>(
    answer: @escaping @Sendable (_ number: Int) async throws -> Response,
    body: @Sendable (ScriptedServer) async throws -> Result
  ) async throws -> Result {
    try await with(answerTo: { try await answer($0.number) }, body: body)
  }

  /// Answers each request with the next text, the last one for ever.
  static func with<Result: Sendable>(
    bodies: [String], body: @Sendable (ScriptedServer) async throws -> Result
  ) async throws -> Result {
    try await with(
      answer: { .json(bodies[min($0, bodies.count) - 1]) }, body: body)
  }

  private final class Counter: Sendable {
    private let storage = Mutex(0)

    var value: Int { storage.withLock { $0 } }

    func increment() -> Int {
      storage.withLock {
        $0 += 1
        return $0
      }
    }
  }
}

/// Hummingbird dates every answer itself, so another date can be written only behind its back.
private final class WrongClock: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let ahead: Double

  init(ahead: Double) {
    self.ahead = ahead
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    var part = unwrapOutboundIn(data)
    if ahead != 0, case .head(var head) = part {
      let formatter = DateFormatter()
      formatter.locale = Locale(identifier: "en_US_POSIX")
      formatter.timeZone = TimeZone(identifier: "GMT")
      formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
      head.headerFields[.date] = formatter.string(from: Date(timeIntervalSinceNow: ahead))
      part = .head(head)
    }
    context.write(wrapOutboundOut(part), promise: promise)
  }
}

extension Response {
  static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    bytes(ByteBuffer(string: text), type: "application/json", status: status)
  }

  static func bytes(
    _ buffer: ByteBuffer, type: String, status: HTTPResponse.Status = .ok
  ) -> Response {
    Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: buffer))
  }
}

/// Waits for ever, or until the task is cancelled.
func hang() async throws -> Never {
  let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
  for await _ in stream {}
  withExtendedLifetime(continuation) {}
  throw CancellationError()
}
