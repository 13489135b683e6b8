/// A point on the wall clock, in milliseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable {
  package let millisecondsSinceEpoch: Int64

  /// The years 1 to 9999, so that arithmetic cannot overflow and every value has an ISO 8601 form.
  package static let accepted: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

  /// Values outside ``accepted`` are moved to its nearer end.
  package init(millisecondsSinceEpoch: Int64) {
    self.millisecondsSinceEpoch = min(
      max(millisecondsSinceEpoch, Self.accepted.lowerBound), Self.accepted.upperBound)
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
  }

  package static func + (time: Timestamp, duration: Duration) -> Timestamp {
    let (sum, overflow) = time.millisecondsSinceEpoch.addingReportingOverflow(duration.milliseconds)
    let end = duration < .zero ? accepted.lowerBound : accepted.upperBound
    return Timestamp(millisecondsSinceEpoch: overflow ? end : sum)
  }

  package static func - (time: Timestamp, duration: Duration) -> Timestamp {
    time + .milliseconds(-duration.milliseconds)
  }

  package static func - (left: Timestamp, right: Timestamp) -> Duration {
    .milliseconds(left.millisecondsSinceEpoch - right.millisecondsSinceEpoch)
  }
}
