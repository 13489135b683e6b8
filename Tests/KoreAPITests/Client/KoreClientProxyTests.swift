import GateKit
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct KoreClientProxyTests {
  @Test func asksTheProxyForATunnel() async throws {
    try await LoopbackServer.run(.answer("HTTP/1.1 502 Bad Gateway\r\n\r\n")) { server in
      let proxy = try ProxySettings("http://user:pass@127.0.0.1:\(server.port)", variable: "v")
      let reply = try await ask("https://kore.invalid", settings: TransportSettings(proxy: proxy))
      var requests = server.requests.makeAsyncIterator()
      let request = await requests.next()
      #expect(request?.hasPrefix("CONNECT kore.invalid:443 HTTP/1.1\r\n") == true)
      #expect(request?.contains("proxy-authorization: Basic dXNlcjpwYXNz\r\n") == true)
      #expect(request?.contains("token") == false)
      #expect(
        reply.failure
          == RequestFailure(
            .connection, "the proxy \(proxy.authority) opens no connection to kore.invalid"))
    }
  }

  @Test func namesAProxyThatWantsOtherCredentials() async throws {
    let answer = "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"
    let failure = try await failure(.answer(answer))
    #expect(failure?.kind == .untrusted)
    #expect(failure?.summary.hasPrefix("HTTP 407 from the proxy 127.0.0.1:") == true)
  }

  @Test func namesAProxyThatHangsUp() async throws {
    let failure = try await failure(.interrupt(""))
    #expect(failure == RequestFailure(.connection, "the connection closed before an answer"))
  }

  @Test func namesAProxyThatRefusesTheConnection() async throws {
    let refusing = try RefusingPort()
    defer { withExtendedLifetime(refusing) {} }
    let port = refusing.port
    let proxy = try ProxySettings("127.0.0.1:\(port)", variable: "v")
    let reply = try await ask("https://kore.invalid", settings: TransportSettings(proxy: proxy))
    #expect(
      reply.failure
        == RequestFailure(.connection, "connection refused by the proxy 127.0.0.1:\(port)"))
  }

  private func failure(_ script: LoopbackServer.Script) async throws -> RequestFailure? {
    try await LoopbackServer.run(script) { server in
      let proxy = try ProxySettings("127.0.0.1:\(server.port)", variable: "v")
      return try await ask(
        "https://kore.invalid", settings: TransportSettings(proxy: proxy)
      ).failure
    }
  }
}
