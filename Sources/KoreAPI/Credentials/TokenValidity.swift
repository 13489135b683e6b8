package import GateKit
import NIOCore

/// When a ready-made JWT was made, and between which times it says that it is valid.
package struct TokenValidity: Equatable, Sendable {
  private let issued: Timestamp?
  private let notBefore: Timestamp?
  private let expires: Timestamp?

  /// A clock that is less off than this is no reason to speak of it.
  private static let toleratedSkew: Duration = .seconds(30)

  package init(issued: Timestamp? = nil, notBefore: Timestamp? = nil, expires: Timestamp? = nil) {
    self.issued = issued
    self.notBefore = notBefore
    self.expires = expires
  }

  /// Reads the times out of a token without verifying it, which only the server can.
  ///
  /// Nil for a token that cannot be read: an encrypted one (five parts), or another text than a JWT.
  package init?(of token: Secret) {
    let parts = token.revealed().utf8.split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, Self(object: parts[0]) != nil, let claims = Self(object: parts[1])
    else { return nil }
    self = claims
  }

  /// Reads one part of a token; nil when it is not a JSON object.
  private init?(object part: Substring.UTF8View) {
    guard let bytes = Base64.decoded(part),
      let times = try? JSONSyntax.read(
        ByteBuffer(bytes: bytes),
        { LenientObject($0, reading: ["iat", "nbf", "exp"]).map(Self.init) })
    else { return nil }
    self = times
  }

  private init(_ claims: LenientObject) {
    /// A claim may be of any type; only a number says a time.
    func time(_ name: String) -> Timestamp? {
      guard let value = claims[name], value.kind == .number, let seconds = value.number else {
        return nil
      }
      return Timestamp(millisecondsSinceEpoch: Int64(min(max(seconds, -1e12), 1e15) * 1_000))
    }
    self.init(issued: time("iat"), notBefore: time("nbf"), expires: time("exp"))
  }

  /// Why a server will probably refuse the token, as the end of a sentence that begins with
  /// `the token of …`, or nil when nothing speaks against it.
  ///
  /// - Parameter now: the clock on this machine's wall, which may itself be wrong.
  package func doubt(at now: Timestamp) -> String? {
    for time in [notBefore, issued] {
      guard let time, time > Self.earliestInMilliseconds else { continue }
      return "has times that look like milliseconds, where a JWT counts seconds"
    }
    if let expires, expires <= now {
      return "expired \(Self.text(now - expires)) ago by this machine's clock\(zoneHint(at: now))"
    }
    if let notBefore, notBefore > now + Self.toleratedSkew {
      let wait = Self.text(notBefore - now)
      return "is valid only in \(wait) by this machine's clock\(zoneHint(at: now))"
    }
    if let issued, issued > now + Self.toleratedSkew {
      let lead = Self.text(issued - now)
      return "was issued \(lead) in the future by this machine's clock\(zoneHint(at: now))"
    }
    return nil
  }

  /// In hours the seconds are not shown, so they are rounded first: `2h`, not `1h 59m`.
  private static func text(_ duration: Duration) -> String {
    let minutes = (duration.milliseconds + 30_000) / 60_000
    return minutes < 60 ? duration.text : Duration.seconds(minutes * 60).text
  }

  /// A time in milliseconds, read as seconds, is far beyond this one, in the year 5138.
  private static let earliestInMilliseconds = Timestamp(
    millisecondsSinceEpoch: 100_000_000_000_000)

  /// Zones are whole hours or half hours away from UTC, and none by more than 14 hours.
  ///
  /// A program that takes the local time for UTC makes a token that is as far off as its zone, and
  /// that reached the gate a moment later.
  private func zoneHint(at now: Timestamp) -> String {
    guard let made = issued ?? notBefore else { return "" }
    let unit: Int64 = 30 * 60 * 1_000
    let transport: Int64 = 2 * 60 * 1_000
    // How far the clock of the token is ahead, if the token was made just now.
    let lead = (made - now).milliseconds + transport
    let steps = (Double(lead) / Double(unit)).rounded(.down)
    let rest = lead - Int64(steps) * unit
    guard steps != 0, abs(steps) <= 28, rest <= transport + 1_000 else { return "" }
    return "; it may have been made by a clock of another time zone"
  }
}
