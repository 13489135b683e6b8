import GateKit
import NIOCore
import NIOEmbedded
import NIOSSL
import Testing

@testable import KoreAPI

/// What the alerts of TLS mean, by which the other side says why it ends the handshake.
///
/// Source: https://www.iana.org/assignments/tls-parameters#tls-parameters-6
@Suite struct TLSAlertTests {
  private static let protocolVersion: UInt8 = 70
  private static let fatal: UInt8 = 2

  @Test(arguments: [1, fatal])
  func onlyAVersionThatCannotBeAgreedOnIsFinal(level: UInt8) throws {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = .certificates([])
    let context = try NIOSSLContext(configuration: configuration)
    for alert in UInt8.min...UInt8.max {
      let failure = try failure(of: context, after: [level, alert])
      let isFinal = level == Self.fatal && alert == Self.protocolVersion
      #expect(failure.kind == (isFinal ? .untrusted : .connection), "alert \(alert): \(failure)")
      #expect(failure.summary.contains("kore.test"))
    }
  }

  @Test(
    arguments: [
      (40, .connection, "refuses the TLS handshake"),
      (42, .connection, "refuses the TLS handshake"),
      (48, .connection, "refuses the TLS handshake"),
      (70, .untrusted, "offers no TLS 1.2 and nothing newer"),
      (80, .connection, "refuses the TLS handshake"),
      (90, .connection, "refuses the TLS handshake"),
      (112, .connection, "refuses the TLS handshake"),
      (116, .connection, "refuses the TLS handshake"),
    ] as [(UInt8, RequestFailure.Kind, String)])
  func namesAnAlertOverTheWire(
    _ alert: UInt8, _ kind: RequestFailure.Kind, _ words: String
  ) async throws {
    let record = Self.record([Self.fatal, alert])
    try await LoopbackServer.run(.interruptBytes(record)) { server in
      let authority = "127.0.0.1:\(server.port)"
      let reply = try await ask("https://\(authority)")
      #expect(reply.failure == RequestFailure(kind, "\(authority) \(words)"))
    }
  }

  private static func record(_ alert: [UInt8]) -> [UInt8] { [21, 3, 3, 0, 2] + alert }

  /// The failure of a handshake that gets an alert, and then the end of the connection.
  private func failure(of context: NIOSSLContext, after alert: [UInt8]) throws -> RequestFailure {
    let channel = EmbeddedChannel(
      handler: try NIOSSLClientHandler(context: context, serverHostname: "kore.test"))
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 443)).wait()
    let faults = TransportErrorMapping(
      endpoint: try StatusEndpoint(
        base: "https://kore.test", pathTemplate: "/{botId}", botID: "st-1"),
      proxy: nil)
    let error = #expect(throws: (any Error).self) {
      try channel.writeInbound(ByteBuffer(bytes: Self.record(alert)))
      channel.pipeline.fireChannelInactive()
      try channel.throwIfErrorCaught()
    }
    _ = try? channel.finish()
    return faults.failure(for: try #require(error), answerBegan: false)
  }
}
