import GateKit
import NIOHTTP1

/// Reads `Retry-After`, and the other headers of an answer that speak of time.
///
/// Source: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
enum RetryAfter {
  /// The longest wait that is believed: nobody lets a gate wait longer for one answer.
  static let waitLimit: Duration = .seconds(24 * 60 * 60)

  /// How long the `Retry-After` header asks to wait before the next request.
  ///
  /// A date is compared with the server's own clock where the answer tells it.
  ///
  /// - Parameters:
  ///   - headers: the headers of the answer.
  ///   - now: the runner's clock, for a server that does not tell its own.
  /// - Returns: nil when there is no such header, or when it cannot be read, as a negative number.
  static func wait(in headers: HTTPHeaders, now: Timestamp) -> Duration? {
    guard let value = headers.first(name: "retry-after")?.trimmingSpaces else { return nil }
    if let seconds = seconds(value) { return min(seconds, waitLimit) }
    guard let date = Timestamp(httpDate: String(value)) else { return nil }
    return min(max(date - (serverTime(in: headers) ?? now), .zero), waitLimit)
  }

  /// The server's clock, from the `Date` header, or nil when there is none or it cannot be read.
  static func serverTime(in headers: HTTPHeaders) -> Timestamp? {
    headers.first(name: "date").flatMap { Timestamp(httpDate: $0) }
  }

  /// How long ago a cache got the answer from the server, or zero when no cache says so.
  ///
  /// Of several ages the greatest counts, and an age that cannot be read does not.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc9111#section-5.1
  static func cacheAge(in headers: HTTPHeaders) -> Duration {
    headers[canonicalForm: "age"].compactMap { seconds(String($0).trimmingSpaces) }.max() ?? .zero
  }

  /// A whole number of seconds, without a sign; a number beyond 2³¹ counts as 2³¹.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2
  private static func seconds(_ value: Substring) -> Duration? {
    guard !value.isEmpty, value.utf8.allSatisfy(\.isDigit) else { return nil }
    let limit: Int64 = 1 << 31
    return .seconds(min(Int64(value) ?? limit, limit))
  }
}

extension String {
  /// The text without spaces and tabs at its ends.
  var trimmingSpaces: Substring {
    let start = drop { $0 == " " || $0 == "\t" }
    guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return start[...end]
  }
}
