import NIOCore
import NIOHTTP1
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Answers the requests of the two endpoints, each bot with a player of its own.
final class StatusRoutes: Sendable {
  private struct PublishRequest: Decodable {
    let versionComment: String
  }

  /// More bots than anybody has; without a limit somebody who asks for ever new ones fills the
  /// memory.
  private static let playerLimit = 1_000

  private let settings: SimulatorSettings
  private let now: @Sendable () -> Date
  private let players = Mutex<[String: ScenarioPlayer]>([:])

  init(settings: SimulatorSettings, now: @escaping @Sendable () -> Date) {
    self.settings = settings
    self.now = now
  }

  func response(to head: HTTPRequestHead, body: ByteBuffer?) -> Response {
    guard let endpoint = Endpoint(uri: head.uri) else { return response(.notFound) }
    guard head.method == endpoint.operation.method else { return response(.methodNotAllowed) }
    guard isAuthorized(head.headers) else { return response(.invalidCredentials) }
    guard settings.botID == nil || settings.botID == endpoint.botID else {
      return response(.unknownBot)
    }
    switch endpoint.operation {
    case .status: return status(of: endpoint.botID)
    case .publish: return publish(endpoint.botID, body)
    }
  }

  private func status(of botID: String) -> Response {
    guard let played = play(botID, { $0.status(at: $1) }) else { return response(.unavailable) }
    var response =
      switch played.answer {
      case .job(let job, _): Response.json(encoding: JobDocument(job, in: played, botID: botID))
      case .fixed(let answer, _): self.response(answer)
      }
    response.delivery = played.answer.delivery.played(at: settings.speed)
    return response
  }

  private func publish(_ botID: String, _ body: ByteBuffer?) -> Response {
    if let refusal = settings.scenario.refusal { return response(refusal) }
    guard isValidPublish(body) else { return response(.invalidArguments) }
    guard let played = play(botID, { $0.publish(at: $1) }) else { return response(.unavailable) }
    // The documented answer is the list of resources alone, without the job around it.
    return .json(
      encoding: played.answer.job.map { JobDocument($0, in: played, botID: botID).statusSummary }
        ?? [])
  }

  private func response(_ answer: SimulatedAnswer.Fixed) -> Response {
    switch answer {
    case .json(let text):
      return .json(text)
    case .error(let status, let message, let code, let retryAfter):
      var response = Response.json(
        encoding: ErrorDocument(message: message, code: code), status: .init(statusCode: status))
      if let retryAfter {
        // Clamped, since a very low speed would overflow the integer.
        let seconds = min(max((retryAfter / settings.speed).rounded(.up), 1), 86_400)
        response.headers.add(name: "retry-after", value: String(Int(seconds)))
      }
      return response
    case .page(let status, let title):
      return Response(
        status: .init(statusCode: status), headers: ["content-type": "text/html; charset=utf-8"],
        body: ByteBuffer(
          string: "<!DOCTYPE html><html><head><title>\(title)</title></head>"
            + "<body><h1>\(title)</h1></body></html>\n"))
    case .redirect(let location):
      return Response(status: .found, headers: ["location": location])
    }
  }

  private func isAuthorized(_ headers: HTTPHeaders) -> Bool {
    // Names are compared without their case: both `auth` and `Auth` are documented.
    guard let token = headers.first(name: "auth"), !token.isEmpty else { return false }
    return settings.token == nil || settings.token == token
  }

  private func isValidPublish(_ body: ByteBuffer?) -> Bool {
    guard let body,
      let publish = try? JSONDecoder().decode(
        PublishRequest.self, from: Data(body.readableBytesView))
    else { return false }
    return !publish.versionComment.isEmpty
  }

  /// Lets a bot's player take a step; nil when there are too many bots.
  private func play(
    _ botID: String, _ step: (inout ScenarioPlayer, Date) -> PlayedAnswer
  ) -> PlayedAnswer? {
    let now = now()
    return players.withLock { players in
      guard players[botID] != nil || players.count < Self.playerLimit else { return nil }
      return step(&players[botID, default: ScenarioPlayer(settings, at: now)], now)
    }
  }
}

/// One of the two endpoints, read from a request's target.
struct Endpoint {
  enum Operation {
    case status
    case publish

    var method: HTTPMethod {
      switch self {
      case .status: .GET
      case .publish: .POST
      }
    }
  }

  let botID: String
  let operation: Operation

  /// Reads `…/api/public/bot/{botId}/publish` and `…/api/1.1/public/bot/{botId}/publish`, either
  /// with `/status` and a trailing slash or without; nil for any other path.
  init?(uri: String) {
    var parts = uri.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")[...]
    if parts.last == "status" {
      operation = .status
      parts.removeLast()
    } else {
      operation = .publish
    }
    guard parts.count >= 5, parts.removeLast() == "publish" else { return nil }
    botID = String(parts.removeLast())
    guard parts.suffix(2) == ["public", "bot"] else { return nil }
    parts.removeLast(2)
    if parts.last == "1.1" { parts.removeLast() }
    guard parts.last == "api" else { return nil }
  }
}
