import AsyncHTTPClient
import NIOPosix

@testable import GateKit
@testable import KoreAPI

/// Asks once at a URL, with a client of its own.
func ask(
  _ base: String, tokens: any TokenSource = StaticToken(), renewsToken: Bool = false,
  timeout: Duration = .seconds(60), settings: TransportSettings = TransportSettings()
) async throws -> Reply {
  let endpoint = try StatusEndpoint(
    base: base, pathTemplate: "/api/public/bot/{botId}/publish/status", botID: "st/1",
    allowsInsecureHTTP: true)
  return try await HTTPClient.withHTTPClient(
    eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
    configuration: try settings.clientConfiguration()
  ) { http in
    let client = KoreClient(
      http: http, endpoint: endpoint, tokens: tokens, proxy: settings.proxy, version: "1.2.3",
      now: { Timestamp(millisecondsSinceEpoch: 1_700_000_000_000) })
    return await client.reply(
      to: StatusRequest(number: 1, timeout: timeout, renewsToken: renewsToken))
  }
}

/// The same for a server on this machine.
func ask(
  _ server: LoopbackServer, timeout: Duration = .seconds(60), renewsToken: Bool = false,
  tokens: any TokenSource = StaticToken()
) async throws -> Reply {
  try await ask(
    "http://127.0.0.1:\(server.port)", tokens: tokens, renewsToken: renewsToken, timeout: timeout)
}

/// A source whose tokens say how often it was renewed.
actor StaticToken: TokenSource {
  private var renewals = 0

  func token() async throws(CredentialError) -> Secret { Secret("token-\(renewals)") }

  func renew() async throws(CredentialError) { renewals += 1 }
}

/// A source that remembers the clocks that it is told.
actor ListeningToken: TokenSource {
  private(set) var heard: [Timestamp] = []
  private(set) var at: [Timestamp] = []

  func token() async throws(CredentialError) -> Secret { Secret("token") }

  func renew() async throws(CredentialError) {}

  func learn(serverTime: Timestamp, at runnerTime: Timestamp) async {
    heard.append(serverTime)
    at.append(runnerTime)
  }
}

extension Reply {
  var failure: RequestFailure? {
    switch result {
    case .success: nil
    case .failure(let failure): failure
    }
  }
}
