import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import KoreSimulator

/// How long a connection stays, on an event loop in virtual time.
@Suite struct HTTPConnectionTests {
  @Test func anAnswerThatStallsDoesNotHoldAConnectionForever() async throws {
    let channel = try await connect { _, _ in
      var response = Response.json("{}")
      response.delivery = .stalled
      return response
    }
    try await channel.writeInbound(
      HTTPServerRequestPart.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")))
    try await channel.writeInbound(HTTPServerRequestPart.end(nil))
    _ = try await channel.waitForOutboundWrite(as: HTTPServerResponsePart.self)
    #expect(channel.isActive)
    await channel.testingEventLoop.advanceTime(by: HTTPConnection.idleLimit)
    #expect(!channel.isActive)
  }

  @Test func aResponderThatNeverAnswersDoesNotHoldAConnectionForever() async throws {
    let (asked, ask) = AsyncStream.makeStream(of: Void.self)
    let channel = try await connect { _, _ in
      ask.yield()
      for await _ in AsyncStream<Void>.makeStream().stream {}
      return Response.json("{}")
    }
    try await channel.writeInbound(
      HTTPServerRequestPart.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")))
    try await channel.writeInbound(HTTPServerRequestPart.end(nil))
    for await _ in asked { break }
    #expect(channel.isActive)
    await channel.testingEventLoop.advanceTime(by: HTTPConnection.idleLimit)
    #expect(!channel.isActive)
  }

  private func connect(
    _ responder: @escaping HTTPServer.Responder
  ) async throws -> NIOAsyncTestingChannel {
    let channel = try await NIOAsyncTestingChannel { channel in
      try channel.pipeline.syncOperations.addHandler(HTTPConnection(responder))
    }
    try await channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 80))
    return channel
  }
}
