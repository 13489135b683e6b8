import GateKit
import NIOCore
import NIOHTTP1

/// Decides what one HTTP answer means.
///
/// | status | failure |
/// |---|---|
/// | 200, 204 | none, or `notAStatus` when the body is not a publish status |
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
/// Only 200 and 204 answer the question that was asked, 204 as a 200 without a body. 201 and 202 speak
/// of something made or begun, 203 was changed on its way, 205 has no body for another reason, and 206
/// has a part of a body.
struct ResponseClassifier: Sendable {
  /// How much of the body of an error is read, in bytes.
  static let errorBodyLimit = 64 * 1_024

  let status: Int
  let headers: HTTPHeaders

  /// All of a good answer's body, or the beginning of an error's.
  let body: ByteBuffer

  /// The runner's clock, for a server that does not tell its own.
  let now: Timestamp

  /// The reader of the answer before, where there was one.
  var reader = StatusReader()

  /// What the answer shows, or why it is of no use.
  var result: Result<StatusSnapshot, RequestFailure> {
    guard status == 200 || status == 204 else { return .failure(errorFailure) }
    do {
      return .success(try reader.snapshot(in: ResponseBody(body, headers: headers)))
    } catch {
      // With a 200, no message proves that the server does not know the bot.
      let isLimited = error.message.map { ErrorMessage(text: $0).speaksOfRateLimit } == true
      return .failure(
        failure(
          isLimited ? .rateLimited : .notAStatus, "HTTP 200 with \(error.description)",
          serverMessage: error.message))
    }
  }

  private var errorFailure: RequestFailure {
    let beginning = body.getSlice(
      at: body.readerIndex, length: min(body.readableBytes, Self.errorBodyLimit))
    let text = ResponseBody(beginning ?? body, headers: headers).errorMessage
    let message = text.map { ErrorMessage(text: $0) }
    if message?.speaksOfRateLimit == true {
      return failure(.rateLimited, "HTTP \(status)", serverMessage: text)
    }
    let kind: RequestFailure.Kind
    switch status {
    case 300..<400:
      let target = headers.first(name: "location").map { " to \(RedirectTarget($0))" }
      return failure(.wrongEndpoint, "HTTP \(status), a redirect\(target ?? "")")
    case 407:
      return failure(.untrusted, "HTTP 407: the proxy wants other credentials", serverMessage: text)
    case 400, 404: kind = message?.saysThatTheBotIsUnknown == true ? .unknownBot : .wrongEndpoint
    case 401: kind = .unauthorized(message?.refusal ?? .badCredentials)
    case 403: kind = .unauthorized(message?.speaksOfScope == true ? .missingScope : .forbidden)
    case 429: kind = .rateLimited
    case 408, 425, 500...: kind = .serverFault
    case 400..<500: kind = .wrongEndpoint
    default: kind = .notAStatus
    }
    return failure(kind, "HTTP \(status)", serverMessage: text)
  }

  private func failure(
    _ kind: RequestFailure.Kind, _ summary: String, serverMessage: UntrustedText? = nil
  ) -> RequestFailure {
    RequestFailure(
      kind, summary, serverMessage: serverMessage,
      retryAfter: RetryAfter.wait(in: headers, now: now))
  }
}
