import GateKit
import NIOHTTP1

/// How long a server asks to wait before the next request.
///
/// Source: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
enum RetryAfter {
  /// The longest wait that is believed; beyond it the gate's own deadline has long passed.
  static let longest: Duration = .seconds(24 * 60 * 60)

  /// The wait of a `Retry-After` header.
  ///
  /// A date is compared with the server's own clock where the answer tells it.
  ///
  /// - Parameters:
  ///   - headers: those of the answer.
  ///   - now: the runner's clock, to go by when the server does not tell its own.
  /// - Returns: nil when there is no such header or it cannot be read: a negative number asks for
  ///   nothing, not for a wait of no time.
  static func wait(in headers: HTTPHeaders, now: Timestamp) -> Duration? {
    guard let value = headers.first(name: "retry-after")?.trimmingSpaces else { return nil }
    if let seconds = seconds(value) { return min(seconds, longest) }
    guard let date = Timestamp(httpDate: String(value)) else { return nil }
    return min(max(date - (serverTime(in: headers) ?? now), .zero), longest)
  }

  /// The server's clock, from the `Date` header, or nil when there is none or it cannot be read.
  static func serverTime(in headers: HTTPHeaders) -> Timestamp? {
    headers.first(name: "date").flatMap { Timestamp(httpDate: $0) }
  }

  /// How long ago a cache got the answer from the server, or zero when it came from there at once.
  ///
  /// Of several caches that each tell an age, the greatest counts; what cannot be read tells none.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc9111#section-5.1
  static func cacheAge(in headers: HTTPHeaders) -> Duration {
    headers[canonicalForm: "age"].compactMap { seconds(String($0).trimmingSpaces) }.max() ?? .zero
  }

  /// A whole number of seconds, without a sign; any that is larger than the largest is that one.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2
  private static func seconds(_ value: Substring) -> Duration? {
    guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let largest: Int64 = 1 << 31
    return .seconds(Int64(value).map { min($0, largest) } ?? largest)
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
