import NIOCore

/// How an answer goes out, and what becomes of its connection.
///
/// Times are in seconds: in a scenario its own, which the speed divides, in a ``Response`` real ones.
package enum Delivery: Sendable {
  /// At once; then the connection is the client's for another request.
  case whole
  /// At once; then the connection is closed when nothing has come over it for this long.
  case wholeThenClosed(afterIdle: Double)
  /// At once; then the connection is closed in the moment in which the next request comes over it.
  case wholeThenClosedAtNextRequest
  /// The head without a length, then the body in about this many parts, each after a pause.
  case trickled(parts: Int, pause: Double)
  /// The head with the whole length and half of the body; then the connection ends.
  case cut
  /// The head with the whole length and half of the body; then nothing, for as long as the client
  /// waits.
  case stalled
  /// Nothing but a TCP reset, whether the request was taken or had no effect.
  case reset(requestIsTaken: Bool)

  /// The same when the scenario is played this many times as fast.
  func played(at speed: Double) -> Delivery {
    switch self {
    case .wholeThenClosed(let idle): .wholeThenClosed(afterIdle: idle / speed)
    case .trickled(let parts, let pause): .trickled(parts: parts, pause: pause / speed)
    case .whole, .wholeThenClosedAtNextRequest, .cut, .stalled, .reset: self
    }
  }
}

extension TimeAmount {
  /// As many seconds, at most a day of them, since a very low speed would overflow the integer.
  init(seconds: Double) {
    self = .nanoseconds(Int64(min(max(seconds, 0), 86_400) * 1e9))
  }
}
