import Hummingbird

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
