import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// What came over the wire for one request, however it ended.
struct Transfer: Sendable {
  /// Nil when the answer did not begin.
  private(set) var head: Head?

  /// The body as far as it came, or as far as it is wanted.
  private(set) var body = ByteBuffer()

  private(set) var ending = Ending.complete

  struct Head: Sendable {
    let status: Int
    let headers: HTTPHeaders

    var isError: Bool { !(200..<300).contains(status) }
  }

  enum Ending: Sendable {
    case complete
    /// The body of a good answer is longer than ``TransportSettings/bodyLimit``.
    case tooLarge
    case expired
    case failed(any Error)
  }

  /// When the request was sent, or nil when it could not be made.
  private(set) var start: ContinuousClock.Instant?

  /// Sends a request and receives its answer.
  ///
  /// - Parameters:
  ///   - client: what sends it.
  ///   - timeout: how long it may take, from making the request to the last byte of the body; a
  ///     server that trickles is cut off then.
  ///   - makeRequest: what makes the request, whose errors end the transfer as those of HTTP do.
  /// - Returns: what came, however it ended.
  static func run(
    over client: HTTPClient, timeout: Duration,
    makeRequest: @escaping @Sendable () async throws -> HTTPClientRequest
  ) async -> Transfer {
    await withTaskGroup(of: Transfer?.self) { group in
      group.addTask { await received(over: client, timeout: timeout, makeRequest: makeRequest) }
      group.addTask {
        try? await Task.sleep(for: timeout, tolerance: .zero, clock: .continuous)
        return nil
      }
      var transfer = Transfer()
      var hasExpired = false
      if let first = await group.next(), let first {
        transfer = first
        group.cancelAll()
      } else {
        hasExpired = !Task.isCancelled
        group.cancelAll()
        if let second = await group.next(), let second { transfer = second }
      }
      if hasExpired, case .failed = transfer.ending { transfer.ending = .expired }
      return transfer
    }
  }

  private static func received(
    over client: HTTPClient, timeout: Duration,
    makeRequest: @Sendable () async throws -> HTTPClientRequest
  ) async -> Transfer {
    var transfer = Transfer()
    do {
      let request = try await makeRequest()
      transfer.start = .now
      let response = try await client.execute(request, timeout: TimeAmount(timeout))
      let head = Head(status: Int(response.status.code), headers: response.headers)
      transfer.head = head
      try await transfer.receive(response.body, isError: head.isError)
      // A cancelled body may end as if it were complete.
      try Task.checkCancellation()
    } catch let error as HTTPClientError where error == .deadlineExceeded {
      transfer.ending = .expired
    } catch {
      transfer.ending = .failed(error)
    }
    return transfer
  }

  private mutating func receive(_ parts: HTTPClientResponse.Body, isError: Bool) async throws {
    let limit = isError ? ResponseClassifier.errorBodyLimit : TransportSettings.bodyLimit
    let announced = head?.headers.first(name: "content-length").flatMap { Int($0) }
    guard isError || announced ?? 0 <= limit else {
      ending = .tooLarge
      return
    }
    for try await var part in parts {
      guard body.readableBytes + part.readableBytes <= limit else {
        if !isError { ending = .tooLarge }
        if var rest = part.readSlice(length: limit - body.readableBytes) { body.writeBuffer(&rest) }
        return
      }
      if body.readableBytes == 0 { swap(&body, &part) } else { body.writeBuffer(&part) }
    }
  }
}
