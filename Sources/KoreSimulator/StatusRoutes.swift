import Hummingbird
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Answers the requests of the two endpoints, each bot with a play of its own.
final class StatusRoutes: HTTPResponder {
  private struct PublishRequest: Decodable {
    let versionComment: String
  }

  private let settings: SimulatorSettings
  private let now: @Sendable () -> Date
  private let players = Mutex<[String: ScenarioPlayer]>([:])

  init(settings: SimulatorSettings, now: @escaping @Sendable () -> Date) {
    self.settings = settings
    self.now = now
  }

  @Sendable
  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    guard let endpoint = Endpoint(path: request.uri.path) else {
      return try await respond(with: .notFound, context)
    }
    guard request.method == endpoint.operation.method else {
      return try await respond(with: .methodNotAllowed, context)
    }
    guard isAuthorized(request) else {
      return try await respond(with: .invalidCredentials, context)
    }
    guard settings.botID == nil || settings.botID == endpoint.botID else {
      return try await respond(with: .unknownBot, context)
    }
    switch endpoint.operation {
    case .status: return try await status(of: endpoint.botID, context)
    case .publish: return try await publish(endpoint.botID, request, context)
    }
  }

  private func status(of botID: String, _ context: ConnectionContext) async throws -> Response {
    let played = withPlayer(of: botID) { $0.status(at: $1) }
    switch played.answer {
    case .job(let job):
      return try .json(JobDocument(job, in: played, botID: botID))
    case .cutBody(let job):
      return try .cutJSON(JobDocument(job, in: played, botID: botID), context.channel)
    case .fixed(let answer):
      return try await respond(with: answer, context)
    }
  }

  private func publish(
    _ botID: String, _ request: Request, _ context: ConnectionContext
  ) async throws -> Response {
    if let refusal = settings.scenario.refusal { return try await respond(with: refusal, context) }
    guard await isValidPublish(request) else {
      return try await respond(with: .invalidArguments, context)
    }
    let played = withPlayer(of: botID) { $0.publish(at: $1) }
    // The documented answer is the list of resources alone, without the job around it.
    return try .json(
      played.answer.job.map { JobDocument($0, in: played, botID: botID).statusSummary } ?? [])
  }

  private func respond(
    with answer: SimulatedAnswer.Fixed, _ context: ConnectionContext
  ) async throws -> Response {
    switch answer {
    case .json(let text):
      return .text(text, type: "application/json; charset=utf-8")
    case .error(let status, let message, let code, let retryAfter):
      var response = try Response.json(
        ErrorDocument(message: message, code: code), status: .init(code: status))
      if let retryAfter {
        // Clamped, since a very low speed would overflow the integer.
        let seconds = min(max((retryAfter / settings.speed).rounded(.up), 1), 86_400)
        response.headers[.retryAfter] = String(Int(seconds))
      }
      return response
    case .page(let status, let title):
      return .text(
        "<!DOCTYPE html><html><head><title>\(title)</title></head>"
          + "<body><h1>\(title)</h1></body></html>\n",
        type: "text/html; charset=utf-8", status: .init(code: status))
    case .redirect(let location):
      return Response(status: .found, headers: [.location: location])
    case .reset:
      try await context.reset()
      // Somebody expects an answer to write; there is no connection left to write it to.
      return Response(status: .internalServerError)
    }
  }

  private func isAuthorized(_ request: Request) -> Bool {
    // The canonical name is in lower case: both `auth` and `Auth` are documented.
    let header = request.headers.first { $0.name.canonicalName == "auth" }
    guard let token = header?.value, !token.isEmpty else { return false }
    return settings.token == nil || settings.token == token
  }

  private func isValidPublish(_ request: Request) async -> Bool {
    guard let body = try? await request.body.collect(upTo: 1 << 20),
      let publish = try? JSONDecoder().decode(
        PublishRequest.self, from: Data(body.readableBytesView))
    else { return false }
    return !publish.versionComment.isEmpty
  }

  private func withPlayer(
    of botID: String, _ step: (inout ScenarioPlayer, Date) -> PlayedAnswer
  ) -> PlayedAnswer {
    let now = now()
    return players.withLock { step(&$0[botID, default: ScenarioPlayer(settings, at: now)], now) }
  }
}

/// One of the two endpoints, read from a request's path.
struct Endpoint {
  enum Operation {
    case status
    case publish

    var method: HTTPRequest.Method {
      switch self {
      case .status: .get
      case .publish: .post
      }
    }
  }

  let botID: String
  let operation: Operation

  /// Reads `…/api/public/bot/{botId}/publish` and `…/api/1.1/public/bot/{botId}/publish`, either
  /// with `/status` and a trailing slash or without; nil for any other path.
  init?(path: String) {
    var parts = path.split(separator: "/")[...]
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
