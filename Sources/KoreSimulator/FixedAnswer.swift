/// An answer that depends on no job.
package enum FixedAnswer: Sendable {
  /// 200 with this JSON text, which may be empty.
  case json(String)
  /// The API's error document, with `Retry-After` in scenario seconds where one is given.
  case error(status: Int, message: String, code: Int, retryAfter: Double? = nil)
  /// An HTML page with this title, as a proxy or a login form sends it.
  case page(status: Int, title: String)
  /// 302 to this location.
  case redirect(location: String)
  /// A TCP reset in place of an answer.
  case reset
}

extension FixedAnswer {
  static let invalidCredentials = FixedAnswer.error(
    status: 401, message: "Invalid SDK credentials", code: 4002)
  static let invalidToken = FixedAnswer.error(
    status: 401, message: "Invalid JWT token", code: 4002)
  static let scopeDenied = FixedAnswer.error(
    status: 401, message: "Permission denied. Scope is incorrect!", code: 4002)
  static let unknownBot = FixedAnswer.error(status: 400, message: "Invalid StreamId", code: 400)
  static let notFound = FixedAnswer.page(status: 404, title: "404 Not Found")
  static let methodNotAllowed = FixedAnswer.error(
    status: 405, message: "Method Not Allowed", code: 405)
  static let invalidArguments = FixedAnswer.error(
    status: 412, message: "Validation errors/ Invalid arguments", code: 412)
  static let internalError = FixedAnswer.error(
    status: 500, message: "Internal Server Error", code: 500)
  static let badGateway = FixedAnswer.page(status: 502, title: "502 Bad Gateway")
  static let unavailable = FixedAnswer.error(
    status: 503, message: "Service Unavailable", code: 503)

  /// The per-minute limit; the platform sends it under 429 as well as under other codes.
  static func rateLimited(status: Int, retryAfter: Double) -> FixedAnswer {
    .error(
      status: status,
      message: "You've exceeded the per-minute rate limit. "
        + "Please wait for sometime before retrying.",
      code: status,
      retryAfter: retryAfter)
  }
}
