package import GateKit
package import NIOCore
package import NIOHTTP1

/// Decides what one HTTP answer means.
///
/// | status | failure |
/// |---|---|
/// | 2xx | none, or `notAStatus` when the body is no publish status |
/// | 3xx | `wrongEndpoint` |
/// | 401 | `unauthorized`, told apart by the message alone |
/// | 403 | `unauthorized` |
/// | 407 | `untrusted` |
/// | 408, 425, 5xx | `serverFault` |
/// | 429, or any status whose error speaks of a rate limit | `rateLimited` |
/// | 400, 404 whose error names the bot | `unknownBot` |
/// | other 4xx | `wrongEndpoint` |
package struct ResponseClassifier: Sendable {
  /// How much of the body of an error is read, in bytes.
  static let errorBodyLimit = 64 * 1_024

  private let status: Int
  private let headers: HTTPHeaders
  private let body: ByteBuffer
  private let now: Timestamp

  /// - Parameters:
  ///   - status: the status of HTTP.
  ///   - headers: those of the answer.
  ///   - body: all of a good answer's body, or the beginning of an error's.
  ///   - now: the runner's clock, to go by when the server does not tell its own.
  package init(status: Int, headers: HTTPHeaders, body: ByteBuffer, now: Timestamp) {
    self.status = status
    self.headers = headers
    self.body = body
    self.now = now
  }

  /// What the answer shows, or why it is of no use.
  package var result: Result<Sighting, RequestFailure> {
    guard (200..<300).contains(status) else { return .failure(errorFailure) }
    do {
      return .success(try AnswerBody(body, headers: headers).sighting())
    } catch {
      let kind = error.message.flatMap { ErrorWords($0).kindUnderSuccess } ?? .notAStatus
      return .failure(
        failure(kind, "HTTP \(status) with \(error.what)", serverMessage: error.message))
    }
  }

  private var errorFailure: RequestFailure {
    let message = AnswerBody(body, headers: headers).errorMessage
    let words = message.map { ErrorWords($0) }
    if words?.speakOfRateLimit == true || status == 429 {
      return failure(.rateLimited, "HTTP \(status)", serverMessage: message)
    }
    switch status {
    case 300..<400:
      let target = headers.first(name: "location").map { " to \(RedirectTarget($0))" }
      return failure(.wrongEndpoint, "HTTP \(status), a redirect\(target ?? "")")
    case 400, 404:
      let kind: RequestFailure.Kind = words?.nameTheBot == true ? .unknownBot : .wrongEndpoint
      return failure(kind, "HTTP \(status)", serverMessage: message)
    case 401:
      let refusal = words?.refusal ?? .badCredentials
      return failure(.unauthorized(refusal), "HTTP 401", serverMessage: message)
    case 403:
      let refusal: RequestFailure.Refusal =
        words?.speakOfScope == true ? .missingScope : .forbidden
      return failure(.unauthorized(refusal), "HTTP 403", serverMessage: message)
    case 407:
      return failure(
        .untrusted, "HTTP 407: the proxy wants other credentials", serverMessage: message)
    case 408, 425: return failure(.serverFault, "HTTP \(status)", serverMessage: message)
    case 400..<500: return failure(.wrongEndpoint, "HTTP \(status)", serverMessage: message)
    case 500...: return failure(.serverFault, "HTTP \(status)", serverMessage: message)
    default: return failure(.notAStatus, "HTTP \(status)", serverMessage: message)
    }
  }

  private func failure(
    _ kind: RequestFailure.Kind, _ summary: String, serverMessage: ServerText? = nil
  ) -> RequestFailure {
    RequestFailure(
      kind, summary, serverMessage: serverMessage,
      retryAfter: RetryAfter.wait(in: headers, now: now))
  }
}
