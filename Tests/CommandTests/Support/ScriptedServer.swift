import KoreSimulator
import NIOCore
import NIOHTTP1
import TestSupport

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

  /// Serves while the body runs.
  ///
  /// - Parameters:
  ///   - clockAhead: how far the server's clock is ahead of this machine's, in seconds.
  ///   - answer: takes a request; it may wait until the client has gone, which cancels it.
  static func with<Result: Sendable>(
    clockAhead: Double = 0,
    answerTo answer: @escaping @Sendable (_ request: Arrival) async throws -> Response,
    body: @Sendable (ScriptedServer) async throws -> Result
  ) async throws -> Result {
    let counter = Counter()
    let (arrivals, arrived) = AsyncStream.makeStream(of: Int.self)
    let server = try await HTTPServer.start { head, _ in
      let number = counter.increment()
      arrived.yield(number)
      let arrival = Arrival(number: number, auth: head.headers.first(name: "auth"))
      var response = (try? await answer(arrival)) ?? Response(status: .internalServerError)
      response.headers.add(name: "date", value: Response.date(ahead: Int(clockAhead)))
      return response
    }
    return try await server.serving { port in
      try await body(ScriptedServer(port: port, arrivals: arrivals, counter: counter))
    }
  }

  /// Serves while the body runs.
  ///
  /// - Parameter answer: takes the number of the request.
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
}

extension Response {
  static func json(_ text: String, status: HTTPResponseStatus = .ok) -> Response {
    Response(
      status: status, headers: ["content-type": "application/json"], body: ByteBuffer(string: text))
  }
}

/// Waits for ever, or until the task is cancelled.
func hang() async throws -> Never {
  let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
  for await _ in stream {}
  withExtendedLifetime(continuation) {}
  throw CancellationError()
}
