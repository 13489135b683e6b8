import AsyncHTTPClient
package import GateKit
import NIOCore
import NIOHTTP1

/// Asks Kore.ai for the publish status of one bot.
package struct KoreClient: StatusSource {
  private let clients: HTTPClientPool
  private let endpoint: StatusEndpoint
  private let tokens: any TokenSource
  private let secrets: SecretRegistry
  private let faults: TransportErrorMapping
  private let userAgent: String
  private let now: @Sendable () -> Timestamp
  private let reader = StatusReader()

  /// - Parameters:
  ///   - clients: lend the clients that send the requests, made for the endpoint.
  ///   - endpoint: where to ask.
  ///   - tokens: where the token of each request comes from.
  ///   - secrets: learns every token, and keeps all secrets out of the server's texts.
  ///   - proxy: the proxy that the clients use, to name it in messages, or nil.
  ///   - version: the version of the gate, for the header `User-Agent`.
  ///   - now: the runner's clock on the wall.
  package init(
    clients: HTTPClientPool, endpoint: StatusEndpoint, tokens: any TokenSource,
    secrets: SecretRegistry = SecretRegistry(), proxy: ProxySettings?, version: String,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.clients = clients
    self.endpoint = endpoint
    self.tokens = tokens
    self.secrets = secrets
    self.faults = TransportErrorMapping(endpoint: endpoint, proxy: proxy)
    self.userAgent = "publish-gate/\(version)"
    self.now = now
  }

  /// Asks once, and replies within the request's time, whatever hangs.
  ///
  /// The work leaves the caller's actor, since reading megabytes would hold it up.
  @concurrent
  package func reply(to request: StatusRequest) async -> Reply {
    let transfer = await Transfer.run(over: clients, timeout: request.timeout) {
      if request.renewsToken { try await tokens.renew() }
      let token = try await tokens.token()
      let isUsedOnce = tokens.makesSingleUseTokens
      secrets.register(token, isMaskedByCI: !isUsedOnce, isUsedOnce: isUsedOnce)
      return httpRequest(with: token)
    } headCame: { head in
      guard let serverTime = RetryAfter.serverTime(in: head.headers) else { return }
      await tokens.learn(serverTime: serverTime, at: now())
    }
    return Reply(result(of: transfer, timeout: request.timeout), exchange(transfer))
      .redacted(by: secrets.foreignFilter)
  }

  private func httpRequest(with token: Secret) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: endpoint.url)
    request.method = .GET
    request.headers = [
      "auth": token.revealed(),
      "accept": "application/json",
      "user-agent": userAgent,
      // A cache could show a job that has long ended.
      "cache-control": "no-cache",
      // Polls are seconds apart, and servers close idle connections after some seconds. A connection
      // that is closed just as the next poll is sent would look like a failed request, since the
      // hidden retry is switched off. A new connection for each poll costs one handshake, finds a
      // server that has moved, and cannot be closed too early.
      "connection": "close",
    ]
    return request
  }

  private func result(
    of transfer: Transfer, timeout: Duration
  ) -> Result<StatusSnapshot, RequestFailure> {
    guard let head = transfer.head else { return .failure(failure(of: transfer, timeout)) }
    switch transfer.ending {
    case .expired where !head.isError, .failed where !head.isError, .tooLarge:
      return .failure(failure(of: transfer, timeout))
    case .complete, .expired, .failed:
      // The status of an error says enough, even when its body is cut.
      return ResponseClassifier(
        status: head.status, headers: head.headers, body: transfer.body, now: now(),
        reader: reader
      ).result
    }
  }

  private func failure(of transfer: Transfer, _ timeout: Duration) -> RequestFailure {
    switch transfer.ending {
    case .failed(let error as CredentialError):
      noToken("\(error)")
    case .failed(let error):
      faults.failure(for: error, answerBegan: transfer.head != nil)
    case .tooLarge:
      faults.tooLarge
    case .complete, .expired:
      if transfer.duration == nil {
        noToken("\(tokens.origin) gave none within \(timeout.text)")
      } else {
        faults.timedOut(after: timeout, hadConnection: transfer.hadConnection)
      }
    }
  }

  private func noToken(_ reason: String) -> RequestFailure {
    RequestFailure(.unauthorized(.noToken), "there is no other token: \(reason)")
  }

  private func exchange(_ transfer: Transfer) -> Exchange {
    Exchange(
      method: "GET", path: endpoint.path, status: transfer.head?.status,
      duration: transfer.duration ?? .zero, bytes: transfer.body.readableBytes,
      serverTime: transfer.head.flatMap { RetryAfter.serverTime(in: $0.headers) },
      cacheAge: transfer.head.map { RetryAfter.cacheAge(in: $0.headers) } ?? .zero,
      wasSent: transfer.duration != nil)
  }
}
