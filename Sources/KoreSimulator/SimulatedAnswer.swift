/// What the server does with one status request.
package enum SimulatedAnswer: Sendable {
  /// 200 with the job's document.
  case job(SimulatedJob, Delivery = .whole)
  /// The same for every bot and at any time.
  case fixed(Fixed, Delivery = .whole)

  /// A TCP reset in place of an answer to a request that had no effect.
  static let reset = SimulatedAnswer.fixed(.json(""), .reset(requestIsTaken: false))

  /// The job the answer is about; nil when it is about none.
  var job: SimulatedJob? {
    switch self {
    case .job(let job, _): job
    case .fixed: nil
    }
  }

  var delivery: Delivery {
    switch self {
    case .job(_, let delivery), .fixed(_, let delivery): delivery
    }
  }

  /// An answer that depends on no job.
  package enum Fixed: Sendable {
    /// 200 with this JSON text, which may be empty.
    case json(String)
    /// The API's error document, with `Retry-After` in scenario seconds where one is given.
    case error(status: Int, message: String, code: Int, retryAfter: Double? = nil)
    /// An HTML page with this title, as a proxy or a login form sends it.
    case page(status: Int, title: String)
    /// 302 to this location.
    case redirect(location: String)
  }
}

extension SimulatedAnswer.Fixed {
  static let invalidCredentials = Self.error(
    status: 401, message: "Invalid SDK credentials", code: 4002)
  static let invalidToken = Self.error(
    status: 401, message: "Invalid JWT token", code: 4002)
  static let scopeDenied = Self.error(
    status: 401, message: "Permission denied. Scope is incorrect!", code: 4002)
  static let unknownBot = Self.error(status: 400, message: "Invalid StreamId", code: 400)
  static let notFound = Self.page(status: 404, title: "404 Not Found")
  static let methodNotAllowed = Self.error(
    status: 405, message: "Method Not Allowed", code: 405)
  static let invalidArguments = Self.error(
    status: 412, message: "Validation errors/ Invalid arguments", code: 412)
  static let internalError = Self.error(
    status: 500, message: "Internal Server Error", code: 500)
  static let badGateway = Self.page(status: 502, title: "502 Bad Gateway")
  static let unavailable = Self.error(
    status: 503, message: "Service Unavailable", code: 503)

  /// The per-minute limit; the platform sends it under 429 as well as under other codes.
  static func rateLimited(status: Int, retryAfter: Double) -> Self {
    .error(
      status: status,
      message: "You've exceeded the per-minute rate limit. "
        + "Please wait for sometime before retrying.",
      code: status,
      retryAfter: retryAfter)
  }
}
