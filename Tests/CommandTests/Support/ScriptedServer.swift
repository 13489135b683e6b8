import Hummingbird
import Logging
import Synchronization

/// A server on a free port of this machine whose answers a test decides, one request at a time.
struct ScriptedServer: Sendable {
  let port: Int

  /// Yields the number of each request when it has arrived, from 1.
  let arrivals: AsyncStream<Int>

  private let counter: Counter

  var requestCount: Int { counter.value }

  /// Serves while the body runs.
  ///
  /// - Parameter answer: takes the number of the request; it may wait as long as it likes.
  static func with<Result: Sendable>(
    answer: @escaping @Sendable (_ number: Int) async throws -> Response,
    body: @Sendable (ScriptedServer) async throws -> Result
  ) async throws -> Result {
    let counter = Counter()
    let (arrivals, arrived) = AsyncStream.makeStream(of: Int.self)
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    let router = Router()
    router.get("**") { _, _ in
      let number = counter.increment()
      arrived.yield(number)
      return try await answer(number)
    }
    let application = Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { ready.yield($0.localAddress?.port ?? 0) },
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      defer { group.cancelAll() }
      guard let port = await ports.first(where: { _ in true }) else { throw CancellationError() }
      return try await body(ScriptedServer(port: port, arrivals: arrivals, counter: counter))
    }
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
  for await _ in AsyncStream<Never>(unfolding: {
    try? await Task.sleep(for: .seconds(3_600))
    return nil
  }) {}
  throw CancellationError()
}
