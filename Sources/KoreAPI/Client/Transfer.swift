import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// The parts of an answer that one request brought, however it ended.
struct Transfer: Sendable {
  /// Nil when the answer did not begin.
  private(set) var head: Head?

  /// The body as far as it came, up to the limit of ``Head/bodyLimit``.
  private(set) var body = ByteBuffer()

  private(set) var ending = Ending.expired

  /// Whether there was a connection over which the request could go out.
  private(set) var hadConnection = false

  /// How long the request took, or nil when it was never made, for want of a token.
  private(set) var duration: Duration?

  struct Head: Sendable {
    let status: Int
    let headers: HTTPHeaders

    var isError: Bool { !(200..<300).contains(status) }

    /// How much of the body is read, in bytes: the beginning of an error says enough.
    var bodyLimit: Int {
      isError ? ResponseClassifier.errorBodyLimit : TransportSettings.bodyLimit
    }
  }

  enum Ending: Sendable {
    case complete
    /// The body of a good answer is longer than ``TransportSettings/bodyLimit``.
    case tooLarge
    case expired
    case failed(any Error)
  }

  /// Sends a request and receives its answer.
  ///
  /// This is the only timer of a request. Once its time is up, the transfer waits neither for a source
  /// of tokens nor for a connection, for they need not react to being cancelled.
  ///
  /// - Parameters:
  ///   - clients: lend the client that sends the request.
  ///   - timeout: the time from making the request to the last byte of the body; a server that
  ///     trickles is cut off then.
  ///   - makeRequest: makes the request; its errors end the transfer as those of HTTP do.
  ///   - headCame: is given the head of the answer before the body is read.
  static func run(
    over clients: HTTPClientPool, timeout: Duration,
    makeRequest: @escaping @Sendable () async throws -> HTTPClientRequest,
    headCame: @escaping @Sendable (Head) async -> Void
  ) async -> Transfer {
    let lease = clients.lease(connectingWithin: timeout)
    let progress = Progress()
    let first = await Race.firstLeavingOther {
      do {
        let request = try await makeRequest()
        progress.requestIsMade()
        // A deadline would be a second timer.
        let response = try await lease.http.execute(request, deadline: .distantFuture)
        let head = Head(status: Int(response.status.code), headers: response.headers)
        progress.take(head)
        await headCame(head)
        return try await progress.receive(response.body, of: head)
      } catch let error as HTTPClientError where error == .connectTimeout {
        // On a machine that is too busy, the client's own timer may fire before the one below,
        // although its time is longer.
        return .expired
      } catch {
        return .failed(error)
      }
    } or: {
      try? await Task.sleep(for: timeout, tolerance: .zero, clock: .continuous)
      return Ending.expired
    }
    // There is no first ending when the caller is cancelled.
    let ending = first ?? .failed(CancellationError())
    let transfer = progress.close(with: ending, hadConnection: lease.hasConnected)
    switch ending {
    case .complete: clients.takeBack(lease)
    case .tooLarge, .expired, .failed: clients.discard(lease)
    }
    return transfer
  }

  /// Adds a part of the body.
  ///
  /// - Returns: whether more of the body is wanted.
  private mutating func append(_ part: inout ByteBuffer, of head: Head) -> Bool {
    let limit = head.bodyLimit
    guard body.readableBytes + part.readableBytes <= limit else {
      if var rest = part.readSlice(length: limit - body.readableBytes) { body.writeBuffer(&rest) }
      return false
    }
    if body.readableBytes == 0 { swap(&body, &part) } else { body.writeBuffer(&part) }
    return true
  }

  /// A transfer while it runs; what has come so far can be taken from it at any time.
  private final class Progress: Sendable {
    private struct State {
      var transfer = Transfer()
      var start: ContinuousClock.Instant?
      var isClosed = false
    }

    private let state = Mutex(State())

    func requestIsMade() {
      state.withLock { $0.start = .now }
    }

    func take(_ head: Head) {
      state.withLock { $0.transfer.head = head }
    }

    func receive(_ parts: HTTPClientResponse.Body, of head: Head) async throws -> Ending {
      let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
      guard head.isError || announced <= head.bodyLimit else { return .tooLarge }
      for try await var part in parts {
        let wantsMore = state.withLock { state in
          !state.isClosed && state.transfer.append(&part, of: head)
        }
        guard wantsMore else { return head.isError ? .complete : .tooLarge }
      }
      // A cancelled body may end as if it were complete.
      try Task.checkCancellation()
      return .complete
    }

    /// The transfer with all that has come so far; whatever comes later is dropped.
    func close(with ending: Ending, hadConnection: Bool) -> Transfer {
      state.withLock { state in
        var transfer = Transfer()
        swap(&transfer, &state.transfer)
        state.isClosed = true
        transfer.ending = ending
        transfer.hadConnection = hadConnection
        transfer.duration = state.start.map { .now - $0 }
        return transfer
      }
    }
  }
}
