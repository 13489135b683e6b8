import GateKit
import NIOSSL
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct KoreClientTLSTests {
  @Test func trustsACertificateFromTheFile() async throws {
    let reply = try await reply(certificate: Certificates.localhost)
    #expect(reply.result == .success(.noJob))
  }

  @Test func distrustsAnUnknownAuthority() async throws {
    let reply = try await reply(certificate: Certificates.localhost, trusted: nil)
    #expect(reply.failure?.kind == .untrusted)
    #expect(reply.failure?.summary.contains("--ca-file") == true)
  }

  @Test func distrustsAnExpiredCertificate() async throws {
    let reply = try await reply(
      certificate: Certificates.expired, trusted: Certificates.expired)
    #expect(reply.failure?.kind == .untrusted)
    #expect(reply.failure?.summary.contains("dates") == true)
  }

  @Test func distrustsACertificateForAnotherName() async throws {
    let reply = try await reply(
      certificate: Certificates.otherName, key: Certificates.otherNameKey,
      trusted: Certificates.otherName)
    #expect(reply.failure?.kind == .untrusted)
    #expect(reply.failure?.summary.hasSuffix("is made out to another name") == true)
  }

  @Test func refusesOldTLS() async throws {
    let reply = try await reply(certificate: Certificates.localhost, maximum: .tlsv11)
    #expect(reply.failure?.kind == .untrusted)
    #expect(reply.failure?.summary.hasSuffix("offers no TLS 1.2 and nothing newer") == true)
  }

  @Test func recognisesPlainHTTPWhereTLSWasExpected() async throws {
    try await LoopbackServer.run(.interrupt("HTTP/1.1 400 Bad Request\r\n\r\n")) { server in
      let reply = try await ask("https://127.0.0.1:\(server.port)")
      #expect(reply.failure?.kind == .wrongEndpoint)
      #expect(reply.failure?.summary.contains("does not speak TLS") == true)
    }
  }

  @Test func recognisesABrokenHandshake() async throws {
    try await LoopbackServer.run(.interrupt("")) { server in
      let authority = "127.0.0.1:\(server.port)"
      let reply = try await ask("https://\(authority)")
      #expect(
        reply.failure
          == RequestFailure(.connection, "\(authority) broke off the TLS handshake"))
    }
  }

  @Test(arguments: [nil, "dXNlcjpwYXNz"])
  func reachesTheServerThroughATunnel(credentials: String?) async throws {
    let reply = try await tunnelled(credentials: credentials, as: "user:pass@")
    #expect(reply.result == .success(.noJob))
  }

  @Test func aTunnelDoesNotVouchForTheServer() async throws {
    let reply = try await tunnelled(credentials: nil, as: "", trusted: nil)
    #expect(reply.failure?.kind == .untrusted)
  }

  @Test func aProxyThatWantsCredentialsOpensNoTunnelWithoutThem() async throws {
    let reply = try await tunnelled(credentials: "dXNlcjpwYXNz", as: "")
    #expect(reply.failure?.summary.hasPrefix("HTTP 407 from the proxy") == true)
  }

  private func tunnelled(
    credentials: String?, as user: String, trusted: String? = Certificates.localhost
  ) async throws -> Reply {
    let tls = try Certificates.serverContext(Certificates.localhost, key: Certificates.localhostKey)
    return try await LoopbackServer.run(.json("{}"), tls: tls) { server in
      try await TunnelProxy.run(to: server.port, credentials: credentials) { port in
        let proxy = try ProxySettings("http://\(user)127.0.0.1:\(port)", variable: "v")
        return try await ask(
          "https://localhost:\(server.port)",
          settings: try TransportSettings(trusting: trusted, proxy: proxy))
      }
    }
  }

  private func reply(
    certificate: String, key: String = Certificates.localhostKey,
    trusted: String? = Certificates.localhost, maximum: TLSVersion? = nil
  ) async throws -> Reply {
    let tls = try Certificates.serverContext(certificate, key: key, maximum: maximum)
    return try await LoopbackServer.run(.json("{}"), tls: tls) {
      try await ask(
        "https://localhost:\($0.port)", settings: try TransportSettings(trusting: trusted))
    }
  }
}
