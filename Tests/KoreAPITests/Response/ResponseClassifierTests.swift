import GateKit
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct ResponseClassifierTests {
  @Test(
    arguments: [
      (400, "Invalid StreamId", .unknownBot),
      (400, "Bot not found", .unknownBot),
      (400, "Unknown bot", .unknownBot),
      (400, "Invalid arguments", .wrongEndpoint),
      (400, "Both are invalid", .wrongEndpoint),
      (401, "Invalid SDK credentials", .unauthorized(.badCredentials)),
      (401, "Invalid JWT token", .unauthorized(.badCredentials)),
      (401, "Permission denied. Scope is incorrect!", .unauthorized(.missingScope)),
      (401, "error verifying the jwt: possibly a replay", .unauthorized(.replayedToken)),
      (402, "Pay", .wrongEndpoint),
      (403, "Forbidden", .unauthorized(.forbidden)),
      (403, "Scope is incorrect!", .unauthorized(.missingScope)),
      (404, "Not Found", .wrongEndpoint),
      (404, "Invalid StreamId", .unknownBot),
      (405, "Method Not Allowed", .wrongEndpoint),
      (407, "Who are you?", .untrusted),
      (408, "Too slow", .serverFault),
      (412, "Validation errors/ Invalid arguments", .wrongEndpoint),
      (425, "Too early", .serverFault),
      (429, "Slow down", .rateLimited),
      (500, "Internal Server Error", .serverFault),
      (503, "Invalid StreamId", .serverFault),
      (599, "?", .serverFault),
      (101, "?", .notAStatus),
      (
        400, "You've exceeded the per-minute rate limit. Please wait for sometime before retrying.",
        .rateLimited
      ),
      (401, "You've exceeded the hourly rate limit.", .rateLimited),
      (500, "RATE LIMIT", .rateLimited),
    ] as [(Int, String, RequestFailure.Kind)])
  func tellsErrorsApart(_ status: Int, _ message: String, _ kind: RequestFailure.Kind) throws {
    let bodies = [
      #"{"errors":[{"msg":"\#(message)","code":4002}]}"#,
      #"{"errors":[{"message":"\#(message)","code":"4002"}]}"#,
      #"{"message":"\#(message)"}"#, #"{"msg":"\#(message)"}"#, #"["\#(message)"]"#,
      #""\#(message)""#, message,
    ]
    for body in bodies {
      let failure = try #require(self.failure(status, body: body))
      #expect(failure.kind == kind)
      #expect(failure.summary.hasPrefix("HTTP \(status)"))
      #expect(failure.serverMessage == UntrustedText(message))
    }
  }

  @Test(arguments: [
    // jsonwebtoken, jwt-simple, express-jwt
    "jwt expired", "Token expired", "jwt not active", "Token not yet active", "maxAge exceeded",
    "invalid exp value", "Invalid JWT token: iat is in the future",
    // jjwt, java-jwt, nimbus
    "JWT expired at 2026-01-01T00:00:00Z. Current time: 2026-01-02T00:00:00Z",
    "JWT must not be accepted before 2026-01-01T00:00:00Z", "The Token has expired on Thu Jan 1",
    "The Token can't be used before Thu Jan 1", "Expired JWT",
    // PyJWT, golang-jwt, .NET
    "Signature has expired", "The token is not yet valid (iat)", "token used before issued",
    "Token is not valid yet", "token is expired by 3h0m0s",
    "IDX10223: Lifetime validation failed. The token is expired.",
  ])
  func recognisesATokenOfAnotherTime(_ message: String) {
    #expect(
      failure(401, body: #"{"errors":[{"msg":"\#(message)","code":4002}]}"#)
        == RequestFailure(
          .unauthorized(.wrongTime), "HTTP 401", serverMessage: UntrustedText(message)))
  }

  @Test(arguments: [
    "Unexpected token", "No app is associated with this", "Experimental", "invalid signature",
    "jwt malformed", "Unable to authenticate immediately", "",
  ])
  func takesOtherWordsForNoMatterOfTime(_ message: String) {
    #expect(
      failure(401, body: #"{"errors":[{"msg":"\#(message)"}]}"#)?.kind
        == .unauthorized(.badCredentials))
  }

  @Test(arguments: [
    "", " ", "{}", "[]", "null", "7", "<html>rate limit</html>", "\u{FEFF}<p>rate limit",
  ])
  func findsNoMessageInAnErrorWithoutOne(_ body: String) {
    #expect(failure(503, body: body) == RequestFailure(.serverFault, "HTTP 503"))
  }

  @Test func findsNoMessageInBytesThatAreNoText() {
    let result = ResponseClassifier(
      status: 500, headers: [:], body: ByteBuffer(bytes: [0x1F, 0x8B, 0xFF]), now: now
    ).result
    #expect(result == .failure(RequestFailure(.serverFault, "HTTP 500")))
  }

  @Test(arguments: [
    (
      "https://login.example.com/signin?next=%2Fapi&token=abc#x",
      "HTTP 302, a redirect to https://login.example.com/signin, which looks like a login page"
    ),
    ("/sso/start", "HTTP 302, a redirect to /sso/start, which looks like a login page"),
    ("/sign-in", "HTTP 302, a redirect to /sign-in, which looks like a login page"),
    (
      "https://user:pw@h.example/lessons;jsessionid=1",
      "HTTP 302, a redirect to https://h.example/lessons"
    ),
    ("https://h.example/a/b/", "HTTP 302, a redirect to https://h.example/a/b/"),
    ("//u@h.example", "HTTP 302, a redirect to //h.example"),
    ("\u{1B}[31m/x##[error]", "HTTP 302, a redirect to \\u{1B}[31m/x"),
    ("?token=abc", "HTTP 302, a redirect to nowhere"),
    ("", "HTTP 302, a redirect to nowhere"),
  ])
  func namesTheTargetOfARedirect(_ location: String, _ summary: String) {
    let failure = failure(302, headers: ["location": location], body: "<html>")
    #expect(failure == RequestFailure(.wrongEndpoint, summary))
  }

  @Test func namesARedirectWithoutATarget() {
    #expect(failure(304) == RequestFailure(.wrongEndpoint, "HTTP 304, a redirect"))
  }

  @Test func believesJSONThatIsLabelledAsHTML() {
    let result = classified(
      200, headers: ["content-type": "text/html; charset=utf-8"], body: Samples.successful)
    #expect(shownJob(in: result) != nil)
  }

  @Test(arguments: [
    ("", "text/html"), ("Hello", "application/xhtml+xml"), (" \n<p>", "text/plain"),
  ])
  func recognisesAnHTMLPage(_ body: String, _ type: String) {
    #expect(
      failure(200, headers: ["content-type": type], body: body)
        == RequestFailure(.notAStatus, "HTTP 200 with an HTML page instead of JSON"))
  }

  @Test(arguments: [201, 202, 203, 205, 206, 207, 226, 299])
  func seesNoStatusInAnAnswerThatIsNotWholeOrNotTheServers(_ status: Int) {
    for body in ["", "{}", Samples.successful] {
      #expect(
        failure(status, headers: ["retry-after": "7"], body: body)
          == RequestFailure(.notAStatus, "HTTP \(status)", retryAfter: .seconds(7)))
    }
    let limited = failure(status, body: #"{"message":"hourly rate limit"}"#)
    #expect(limited?.kind == .rateLimited)
  }

  /// The words of the API for a bot that it does not know, however they are spelt.
  @Test(arguments: [
    "Invalid StreamId", "invalid streamid", "INVALID STREAMID!", "Invalid Stream Id",
    "Invalid stream-id.", "Invalid stream_id", "'Invalid StreamId'", "Invalid stream ID",
    "Invalid BotId", "Invalid Bot ID", "Stream not found", "Bot not found.", "Unknown bot",
    "  Invalid   StreamId  ",
  ])
  func recognisesABotThatTheServerDoesNotKnow(_ message: String) {
    for status in [400, 404] {
      for body in [
        #"{"errors":[{"msg":"\#(message)","code":4002}]}"#, #"{"message":"\#(message)"}"#, message,
      ] {
        #expect(failure(status, body: body)?.kind == .unknownBot)
      }
    }
    for status in [200, 206, 401, 403, 405, 412, 500, 503] {
      #expect(failure(status, body: #"{"errors":[{"msg":"\#(message)"}]}"#)?.kind != .unknownBot)
    }
  }

  @Test(arguments: [
    "An unknown error occurred, the bot is being trained", "The bot was not found to be trained",
    "Invalid StreamId format of the request body", "The streamId is missing a dialog",
    "Invalid dialog in bot", "Invalid arguments for stream", "Your bot is invalid",
    "Bot not found in cache, retrying", "not an Invalid StreamId", "Invalid\\u200bStreamId",
    "Invalid Stre\\u0430mId", "Invalid StreamIds", "Stream", "bot ", "", "Robot not found",
    "Upstream not found", "Invalid StreamId; Invalid JWT token",
  ])
  func takesOtherSentencesForNoUnknownBot(_ message: String) {
    for status in [400, 404] {
      #expect(
        failure(status, body: #"{"errors":[{"msg":"\#(message)"}]}"#)?.kind == .wrongEndpoint)
    }
    #expect(failure(200, body: #"{"errors":[{"msg":"\#(message)"}]}"#)?.kind == .notAStatus)
  }

  @Test func takesAMessageThatGoesOnForNoUnknownBot() {
    let message = "Invalid StreamId" + String(repeating: "!", count: 20_000) + " format"
    #expect(failure(400, body: #"{"message":"\#(message)"}"#)?.kind == .wrongEndpoint)
  }

  @Test(arguments: [
    "You've exceeded the per-minute rate limit. Please wait for sometime before retrying.",
    "rate limit", "RATE LIMIT EXCEEDED", "Rate-limited", "ratelimit reached", "API rate limiting",
    "(rate limit)", "Error 4029:rate limits exceeded", "rate_limit_exceeded",
    "Wait.Rate limit",
  ])
  func recognisesARateLimit(_ message: String) {
    for status in [200, 400, 401, 500] {
      #expect(failure(status, body: #"{"message":"\#(message)"}"#)?.kind == .rateLimited)
    }
  }

  @Test(arguments: [
    "Accurate limits are required", "The bitrate limit of the channel is invalid",
    "Generate limit reached for dialogs", "Invalid JWT token, see https://docs.example/rate-limits",
    "See #rate-limit", "X-RateLimit-Reset is set", "The bit-rate limit of the channel is invalid",
    "The rate is limited to admins", "separate limit",
  ])
  func takesOtherWordsForNoRateLimit(_ message: String) {
    #expect(failure(400, body: #"{"message":"\#(message)"}"#)?.kind == .wrongEndpoint)
    #expect(
      failure(401, body: #"{"message":"\#(message)"}"#)?.kind == .unauthorized(.badCredentials))
    #expect(failure(200, body: #"{"message":"\#(message)"}"#)?.kind == .notAStatus)
  }

  @Test(arguments: [
    #""errMsg":"m""#, #""error":"m""#, #""error":["m"]"#, #""title":"m""#,
    #""validation":[{"field":"streamId","message":"m"}]"#, #""statusLogs":[{"errMsg":"m"}]"#,
    #""errors":[{"title":"m"}]"#, #""errors":[{"validation":["m"]}]"#,
  ])
  func findsTheMessageOfAnError(_ members: String) {
    #expect(
      failure(412, body: "{\(members)}")
        == RequestFailure(.wrongEndpoint, "HTTP 412", serverMessage: UntrustedText("m")))
  }

  @Test(arguments: [
    (200, "[1]"), (302, ""), (400, ""), (401, ""), (404, ""), (407, ""), (429, ""), (503, ""),
  ])
  func honoursRetryAfterWithEveryFailure(_ status: Int, _ body: String) {
    #expect(
      failure(status, headers: ["retry-after": "7"], body: body)?.retryAfter == .seconds(7))
  }

  private let now = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)

  private func classified(
    _ status: Int, headers: HTTPHeaders = [:], body: String = ""
  ) -> Result<StatusSnapshot, RequestFailure> {
    ResponseClassifier(
      status: status, headers: headers, body: ByteBuffer(string: body), now: now
    ).result
  }

  private func failure(
    _ status: Int, headers: HTTPHeaders = [:], body: String = ""
  ) -> RequestFailure? {
    switch classified(status, headers: headers, body: body) {
    case .success: nil
    case .failure(let failure): failure
    }
  }
}
