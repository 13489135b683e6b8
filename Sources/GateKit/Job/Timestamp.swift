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

extension Timestamp {
  /// ISO 8601 in UTC with milliseconds and a `Z`.
  package var iso8601: String { "\(calendarText).\(padded(millisecond, to: 3))Z" }

  /// ISO 8601 in UTC with whole seconds and no zone, the only form JUnit's schema knows.
  package var iso8601WithoutZone: String { calendarText }

  private var millisecond: Int64 { floorModulo(millisecondsSinceEpoch, 1_000) }

  private var calendarText: String {
    let seconds = floorDivision(millisecondsSinceEpoch, 1_000)
    let (year, month, day) = Self.civilDate(daysSinceEpoch: floorDivision(seconds, 86_400))
    let second = floorModulo(seconds, 86_400)
    let date = "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    let hours = padded(second / 3_600, to: 2)
    return "\(date)T\(hours):\(padded(second / 60 % 60, to: 2)):\(padded(second % 60, to: 2))"
  }

  /// The Gregorian date of a day count.
  ///
  /// Source: `civil_from_days` in https://howardhinnant.github.io/date_algorithms.html
  private static func civilDate(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = daysSinceEpoch + 719_468
    let era = floorDivision(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leapDays) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

extension Duration {
  /// Whole milliseconds, rounded towards zero and held within `Int64`.
  package var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    let limit = Int64.max / 2_000
    return min(max(seconds, -limit), limit) * 1_000 + attoseconds / 1_000_000_000_000_000
  }

  /// Seconds as a floating-point number.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}

/// A number with leading zeros.
func padded(_ number: Int64, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func floorDivision(_ dividend: Int64, _ divisor: Int64) -> Int64 {
  let quotient = dividend / divisor
  return dividend % divisor < 0 ? quotient - 1 : quotient
}

private func floorModulo(_ dividend: Int64, _ divisor: Int64) -> Int64 {
  let remainder = dividend % divisor
  return remainder < 0 ? remainder + divisor : remainder
}
