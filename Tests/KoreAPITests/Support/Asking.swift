import AsyncHTTPClient

@testable import GateKit
@testable import KoreAPI

/// A client of the gate, which keeps its connections apart from those of others.
///
/// - Parameter addresses: where names lead, instead of what a name server says.
func makeClient(
  _ base: String, tokens: any TokenSource = NumberedToken(),
  settings: TransportSettings = TransportSettings(), addresses: [String: String] = [:]
) throws -> KoreClient {
  let endpoint = try StatusEndpoint(
    base: base, pathTemplate: "/api/public/bot/{botId}/publish/status", botID: "st/1",
    allowsInsecureHTTP: true)
  var configuration = settings.clientConfiguration
  configuration.dnsOverride = addresses
  return KoreClient(
    clients: HTTPClientPool(
      configuration: configuration, connectionCheck: ConnectionCheck(endpoint: endpoint)),
    endpoint: endpoint, tokens: tokens, proxy: settings.proxy, version: "1.2.3",
    now: { Timestamp(millisecondsSinceEpoch: 1_700_000_000_000) })
}

extension TransportSettings {
  /// - Parameter pem: the certificates that are trusted besides those of the system, or nil.
  init(trusting pem: String?, proxy: ProxySettings? = nil) throws {
    self.init(
      certificates: try pem.map { try CertificateFile(Array($0.utf8), path: "ca.pem") },
      proxy: proxy)
  }
}

/// Asks once at a URL, with a client of its own.
func ask(
  _ base: String, tokens: any TokenSource = NumberedToken(), renewsToken: Bool = false,
  timeout: Duration = .seconds(60), settings: TransportSettings = TransportSettings(),
  addresses: [String: String] = [:]
) async throws -> Reply {
  try await makeClient(base, tokens: tokens, settings: settings, addresses: addresses)
    .reply(to: StatusRequest(number: 1, timeout: timeout, renewsToken: renewsToken))
}

/// The same for a server on this machine.
func ask(
  _ server: LoopbackServer, timeout: Duration = .seconds(60), renewsToken: Bool = false,
  tokens: any TokenSource = NumberedToken()
) async throws -> Reply {
  try await ask(
    "http://127.0.0.1:\(server.port)", tokens: tokens, renewsToken: renewsToken, timeout: timeout)
}

/// Asks a server that hangs, and gives a busy machine as much time as it needs.
///
/// - Parameter isEnough: whether the request got as far as it should before its time was over.
func ask(
  _ server: LoopbackServer, tokens: any TokenSource = NumberedToken(),
  until isEnough: (Reply) -> Bool
) async throws -> Reply {
  var timeout = Duration.milliseconds(100)
  while true {
    let reply = try await ask(server, timeout: timeout, tokens: tokens)
    if isEnough(reply) || timeout > .seconds(60) { return reply }
    timeout *= 2
  }
}

/// A source whose tokens say how often it was renewed.
actor NumberedToken: TokenSource {
  nonisolated let origin = "a test"
  private var renewals = 0

  func token() async throws(CredentialError) -> Secret { Secret("token-\(renewals)") }

  func renew() async throws(CredentialError) { renewals += 1 }
}

/// A source that remembers the clocks that it is told.
actor ListeningToken: TokenSource {
  nonisolated let origin = "a test"
  private(set) var heard: [Timestamp] = []
  private(set) var at: [Timestamp] = []

  func token() async throws(CredentialError) -> Secret { Secret("token") }

  func renew() async throws(CredentialError) {}

  func learn(serverTime: Timestamp, at runnerTime: Timestamp) async {
    heard.append(serverTime)
    at.append(runnerTime)
  }
}

/// A source that hears of no cancellation: it gives no token, or does not hear of clocks, until it is
/// let go.
actor DeafToken: TokenSource {
  nonisolated let origin = "a test"

  private let givesToken: Bool
  private var isLetGo = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(givesToken: Bool = false) {
    self.givesToken = givesToken
  }

  func token() async throws(CredentialError) -> Secret {
    if !givesToken { await hang() }
    return Secret("token")
  }

  func renew() async throws(CredentialError) {}

  func learn(serverTime: Timestamp, at runnerTime: Timestamp) async { await hang() }

  func letGo() {
    isLetGo = true
    for each in waiting { each.resume() }
    waiting = []
  }

  private func hang() async {
    guard !isLetGo else { return }
    await withCheckedContinuation { waiting.append($0) }
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
