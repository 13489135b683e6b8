import GateKit
import NIOSSL
import TestSupport
import Testing

@testable import KoreAPI

/// Each attempt has a connection of its own, and leaves none behind.
@Suite struct KoreClientConnectionTests {
  @Test func anAttemptDoesNotInheritAConnectionThatHangsInTLS() async throws {
    let tls = try Certificates.serverContext(Certificates.localhost)
    let scripts: @Sendable (Int) -> LoopbackServer.Script = { $0 == 1 ? .silence : .json("{}") }
    try await LoopbackServer.run(scripts: scripts, tls: tls) { server in
      let client = try makeClient(
        "https://localhost:\(server.port)",
        settings: try TransportSettings(trusting: Certificates.localhost))
      let (failures, reply) = try await attempts(of: client)
      #expect(reply.result == .success(.noJob))
      #expect(server.connectionCount == failures.count + 1)
      #expect(
        failures.first
          == RequestFailure(.timedOut, "no connection to localhost:\(server.port) within 1s"))
      // What hung is closed without anybody waiting for it.
      for await _ in server.endings { break }
    }
  }

  @Test func anAttemptDoesNotInheritAConnectionThatHangsAtTheProxy() async throws {
    try await LoopbackServer.run(.json("{}")) { server in
      let connections = Counter()
      try await TunnelProxy.run(to: server.port, silent: 1, connections: connections) { port in
        let proxy = try ProxySettings("127.0.0.1:\(port)", variable: "v")
        let client = try makeClient(
          "http://kore.test", settings: TransportSettings(proxy: proxy))
        let (failures, reply) = try await attempts(of: client)
        #expect(reply.result == .success(.noJob))
        #expect(connections.value == failures.count + 1)
        #expect(
          failures.first
            == RequestFailure(
              .timedOut,
              "no connection to kore.test through the proxy \(proxy.authority) within 1s"))
      }
    }
  }

  @Test func aClientIsLentAgainOnlyAfterACompleteAnswer() async throws {
    let settings = TransportSettings()
    let endpoint = try StatusEndpoint(
      base: "https://kore.test", pathTemplate: "/{botId}", botID: "st-1")
    let clients = settings.makeClients(for: endpoint)
    let first = clients.lease(connectingWithin: .seconds(2))
    clients.takeBack(first)
    let second = clients.lease(connectingWithin: .seconds(1))
    #expect(second === first)
    let overlapping = clients.lease(connectingWithin: .seconds(1))
    #expect(overlapping !== first)
    clients.discard(overlapping)
    clients.takeBack(second)
    // Its connect timeout would end before the request.
    let longer = clients.lease(connectingWithin: .seconds(3))
    #expect(longer !== first)
    clients.discard(longer)
    let last = clients.lease(connectingWithin: .seconds(3))
    #expect(last !== longer)
    clients.discard(last)
  }

  /// Asks until something answers, a busy machine more often than need be.
  private func attempts(of client: KoreClient) async throws -> ([RequestFailure], Reply) {
    var failures: [RequestFailure] = []
    while true {
      let reply = await client.reply(
        to: StatusRequest(number: 1, timeout: .seconds(1), renewsToken: false))
      guard let failure = reply.failure, failure.kind == .timedOut, failures.count < 20 else {
        return (failures, reply)
      }
      failures.append(failure)
    }
  }
}
