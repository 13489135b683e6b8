package import GateKit
package import NIOCore
package import NIOHTTP1

/// Decides what one HTTP answer means.
///
/// | status | failure |
/// |---|---|
/// | 200, 204 | none, or `notAStatus` when the body is no publish status |
/// | other 2xx | `notAStatus` |
/// | 3xx | `wrongEndpoint` |
/// | 401 | `unauthorized`, told apart by the message alone |
/// | 403 | `unauthorized` |
/// | 407 | `untrusted` |
/// | 408, 425, 5xx | `serverFault` |
/// | 429, or any status whose error speaks of a rate limit | `rateLimited` |
/// | 400, 404 whose error is a sentence for an unknown bot | `unknownBot` |
/// | other 4xx | `wrongEndpoint` |
///
/// Only these two are the whole answer to the question that was asked, and a 204 is the same as a 200
/// with nothing: a 201 and a 202 speak of something made or begun, a 203 was changed on its way, a 205
/// has no body for another reason, a 206 has a part of one.
package struct ResponseClassifier: Sendable {
  /// How much of the body of an error is read, in bytes.
  static let errorBodyLimit = 64 * 1_024

  private let status: Int
  private let headers: HTTPHeaders
  private let body: ByteBuffer
  private let now: Timestamp
  private let reader: StatusReader

  /// - Parameters:
  ///   - status: the status of HTTP.
  ///   - headers: those of the answer.
  ///   - body: all of a good answer's body, or the beginning of an error's.
  ///   - now: the runner's clock, to go by when the server does not tell its own.
  ///   - reader: the one that read the answer before, where there was one.
  package init(
    status: Int, headers: HTTPHeaders, body: ByteBuffer, now: Timestamp,
    reader: StatusReader = StatusReader()
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.now = now
    self.reader = reader
  }

  /// What the answer shows, or why it is of no use.
  package var result: Result<StatusSnapshot, RequestFailure> {
    guard status == 200 || status == 204 else { return .failure(errorFailure) }
    do {
      return .success(try reader.sighting(in: ResponseBody(body, headers: headers)))
    } catch {
      // Under a 200 no words are proof that the server does not know the bot.
      let isLimited = error.message.map { ErrorMessage($0).speakOfRateLimit } == true
      return .failure(
        failure(
          isLimited ? .rateLimited : .notAStatus, "HTTP 200 with \(error.what)",
          serverMessage: error.message))
    }
  }

  private var errorFailure: RequestFailure {
    let beginning = body.getSlice(
      at: body.readerIndex, length: min(body.readableBytes, Self.errorBodyLimit))
    let message = ResponseBody(beginning ?? body, headers: headers).errorMessage
    let words = message.map { ErrorMessage($0) }
    if words?.speakOfRateLimit == true || status == 429 {
      return failure(.rateLimited, "HTTP \(status)", serverMessage: message)
    }
    switch status {
    case 300..<400:
      let target = headers.first(name: "location").map { " to \(RedirectTarget($0))" }
      return failure(.wrongEndpoint, "HTTP \(status), a redirect\(target ?? "")")
    case 400, 404:
      let kind: RequestFailure.Kind =
        words?.sayThatTheBotIsUnknown == true ? .unknownBot : .wrongEndpoint
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
    _ kind: RequestFailure.Kind, _ summary: String, serverMessage: UntrustedText? = nil
  ) -> RequestFailure {
    RequestFailure(
      kind, summary, serverMessage: serverMessage,
      retryAfter: RetryAfter.wait(in: headers, now: now))
  }
}
