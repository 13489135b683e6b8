import GateKit
import TestSupport
import Testing

@testable import KoreAPI

/// Whom a certificate must be made out to, and that nothing is sent to anybody else.
@Suite struct ServerIdentityTests {
  @Test(
    arguments: [
      ("kore.test", "kore.test", true), ("kore.test", "KORE.Test", true),
      ("KORE.test", "kore.test", true), ("kore.test.", "kore.test", true),
      ("kore.test", "kore.test.", true), ("kore.test", "other.test", false),
      ("kore.test", "a.kore.test", false), ("a.kore.test", "kore.test", false),
      ("kore.test", "kore.test\0.evil.test", false), ("kore.test", "kore.test ", false),
      ("kore.test", "", false), ("kore.test", ".", false), ("kore.test", ".kore.test", false),
      ("kore.test", "kore..test", false), ("kore..test", "kore..test", false),
      ("kore.test", "kore.test..", false), ("localhost", "localhost", true),
      // Whole first labels, for exactly one label, above at least two others.
      ("a.kore.test", "*.kore.test", true), ("a.kore.test", "*.KORE.test.", true),
      ("kore.test", "*.kore.test", false), ("b.a.kore.test", "*.kore.test", false),
      ("kore.test", "*.test", false), ("localhost", "*", false), ("kore.test", "*.*", false),
      ("kore.test", "k*re.test", false), ("kore.test", "*ore.test", false),
      ("a.kore.test", "a*.kore.test", false), ("a.kore.test", "*a.kore.test", false),
      ("a.kore.test", "**.kore.test", false), ("b.a.kore.test", "b.*.kore.test", false),
      ("b.a.kore.test", "*.*.kore.test", false), ("a.kore.test", "*.other.test", false),
      // A-labels are labels as others are.
      ("xn--mnchen-3ya.test", "xn--mnchen-3ya.test", true),
      ("xn--mnchen-3ya.test", "XN--MNCHEN-3YA.test", true),
      ("xn--mnchen-3ya.test", "m\u{FC}nchen.test", false),
      ("xn--mnchen-3ya.kore.test", "*.kore.test", true),
      ("xn--mnchen-3ya.kore.test", "xn--*.kore.test", false),
      // An address is no name.
      ("127.0.0.1", "127.0.0.1", false), ("127.0.0.1", "*.0.0.1", false), ("::1", "::1", false),
    ] as [(String, String, Bool)])
  func comparesNames(_ host: String, _ name: String, _ matches: Bool) {
    #expect(ServerIdentity(host: host).matches(dnsName: name.utf8) == matches)
  }

  @Test(
    arguments: [
      ("127.0.0.1", [127, 0, 0, 1], true), ("127.0.0.1", [127, 0, 0, 2], false),
      ("127.0.0.1", [127, 0, 0], false), ("127.0.0.1", [], false),
      ("127.0.0.1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 127, 0, 0, 1], true),
      ("::ffff:127.0.0.1", [127, 0, 0, 1], true),
      ("::1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true),
      ("::1", [0, 0, 0, 1], false), ("::1", [127, 0, 0, 1], false),
      ("127.0.0.1", [127, 0, 0, 1, 255, 255, 255, 255], false),
      // A name is no address, wherever it leads.
      ("localhost", [127, 0, 0, 1], false), ("kore.test", [127, 0, 0, 1], false),
    ] as [(String, [UInt8], Bool)])
  func comparesAddresses(_ host: String, _ address: [UInt8], _ matches: Bool) {
    #expect(ServerIdentity(host: host).matches(ipAddress: address) == matches)
  }

  struct Case: CustomTestStringConvertible {
    let host: String
    let certificate: String
    let isRight: Bool
    let testDescription: String

    init(_ host: String, _ certificate: String, _ isRight: Bool, _ what: String) {
      self.host = host
      self.certificate = certificate
      self.isRight = isRight
      testDescription = "\(host) with a certificate for \(what)"
    }
  }

  static let cases = [
    Case("kore.test", NamedCertificates.name, true, "it"),
    Case("kore.test", NamedCertificates.loud, true, "it in capitals"),
    Case("kore.test", NamedCertificates.second, true, "it among others"),
    Case("kore.test.", NamedCertificates.name, true, "it without the dot"),
    Case("kore.test", NamedCertificates.otherName, false, "another name"),
    Case("a.kore.test", NamedCertificates.wildcard, true, "a wildcard"),
    Case("xn--mnchen-3ya.kore.test", NamedCertificates.wildcard, true, "a wildcard"),
    Case("kore.test", NamedCertificates.wildcard, false, "a wildcard below it"),
    Case("b.a.kore.test", NamedCertificates.wildcard, false, "a wildcard two labels above"),
    Case("kore.test", NamedCertificates.wideWildcard, false, "a wildcard of a whole domain"),
    Case("kore.test", NamedCertificates.partialWildcard, false, "a wildcard in a label"),
    Case("a.b.kore.test", NamedCertificates.innerWildcard, false, "a wildcard in the middle"),
    Case("kore.test", NamedCertificates.peerAddress, false, "the other end's address"),
    Case("kore.test", NamedCertificates.commonName, false, "nobody"),
    Case("kore.test", NamedCertificates.mailbox, false, "a mail address"),
    Case("xn--mnchen-3ya.test", NamedCertificates.international, true, "it"),
    Case("127.0.0.1", NamedCertificates.peerAddress, true, "it"),
    Case("127.0.0.1", NamedCertificates.otherAddress, false, "another address"),
    Case("127.0.0.1", NamedCertificates.addressAsName, false, "a name that looks like it"),
    Case("127.0.0.1", NamedCertificates.commonName, false, "nobody"),
    Case("127.0.0.1", NamedCertificates.name, false, "a name"),
  ]

  /// What only a proxy reaches: the socket leads to its address, not to that of the server.
  static let tunnelledCases =
    cases + [
      Case("10.0.0.1", NamedCertificates.otherAddress, true, "it"),
      Case("10.0.0.1", NamedCertificates.peerAddress, false, "the proxy's address"),
      Case("[::1]", NamedCertificates.longAddress, true, "it"),
      Case("[::2]", NamedCertificates.longAddress, false, "another address"),
      Case("[::ffff:10.0.0.1]", NamedCertificates.otherAddress, true, "it"),
    ]

  @Test(arguments: cases)
  func asksOnlyTheServerThatWasMeant(_ each: Case) async throws {
    try await expect(each) { server in
      try await ask(
        "https://\(each.host):\(server.port)",
        settings: try TransportSettings(trusting: each.certificate),
        addresses: each.host.first?.isNumber == true ? [:] : [each.host: "127.0.0.1"])
    }
  }

  @Test(arguments: tunnelledCases)
  func asksOnlyTheServerThatWasMeantBehindAProxy(_ each: Case) async throws {
    try await expect(each) { server in
      try await TunnelProxy.run(to: server.port) { port in
        let proxy = try ProxySettings("127.0.0.1:\(port)", variable: "v")
        return try await ask(
          "https://\(each.host)",
          settings: try TransportSettings(trusting: each.certificate, proxy: proxy))
      }
    }
  }

  private func expect(
    _ each: Case, asking: (LoopbackServer) async throws -> Reply
  ) async throws {
    let tls = try Certificates.serverContext(each.certificate)
    try await LoopbackServer.run(.json("{}"), tls: tls) { server in
      let reply = try await asking(server)
      let got = await server.endings.first { _ in true }
      if each.isRight {
        #expect(reply.result == .success(.noJob))
        #expect(got?.contains("auth: token-0\r\n") == true)
      } else {
        #expect(reply.failure?.kind == .untrusted)
        #expect(reply.failure?.summary.hasSuffix("is made out to another name") == true)
        // All that came through TLS until the connection closed.
        #expect(got == "")
      }
    }
  }
}
