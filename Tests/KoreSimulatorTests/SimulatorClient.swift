import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// A client of the server that listens on this port.
struct SimulatorClient {
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  let port: Int

  func status() async throws -> Exchange {
    try await get("/api/public/bot/st-1/publish/status")
  }

  func get(
    _ path: String, headers: [(String, String)] = [("auth", "token")]
  ) async throws -> Exchange {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.headers = HTTPHeaders(headers)
    return try await execute(request)
  }

  func post(_ path: String, body: String) async throws -> Exchange {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.method = .POST
    request.headers = ["auth": "token", "content-type": "application/json"]
    request.body = .bytes(ByteBuffer(string: body))
    return try await execute(request)
  }

  private func execute(_ request: HTTPClientRequest) async throws -> Exchange {
    do {
      let response = try await Self.client.execute(request, deadline: .distantFuture)
      let body = try await response.body.collect(upTo: 1 << 20)
      return Exchange(
        status: Int(response.status.code), body: String(buffer: body),
        date: response.headers.first(name: "date"),
        retryAfter: response.headers.first(name: "retry-after"))
    } catch {
      return Exchange()
    }
  }
}
