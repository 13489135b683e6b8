/// A date and a time of day in the Gregorian calendar, as a text writes them.
struct CivilDate {
  var year: Int
  var month: Int
  var day: Int
  var hour: Int
  var minute: Int

  /// 60 in a leap second.
  var second: Int

  var millisecond = 0

  /// How far the clock that shows this time is ahead of UTC.
  var minutesAheadOfUTC = 0

  /// The moment that is meant, or nil when there is no such date or time.
  var timestamp: Timestamp? {
    guard (1...9_999).contains(year), (1...12).contains(month),
      (1...daysInMonth).contains(day), (0...23).contains(hour), (0...59).contains(minute),
      (0...60).contains(second), (0...999).contains(millisecond),
      (-1_439...1_439).contains(minutesAheadOfUTC)
    else { return nil }
    let minutes = (daysSinceEpoch * 24 + hour) * 60 + minute - minutesAheadOfUTC
    return Timestamp(
      millisecondsSinceEpoch: Int64(minutes) * 60_000 + Int64(second) * 1_000 + Int64(millisecond))
  }

  private var daysInMonth: Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Source: `days_from_civil` in https://howardhinnant.github.io/date_algorithms.html
  private var daysSinceEpoch: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = marchYear / 400
    let yearOfEra = marchYear % 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The date of a day, from its number: zero is the first day of the year 1.
  ///
  /// Source: `civil_from_days` in https://howardhinnant.github.io/date_algorithms.html
  static func date(ofDay number: Int64) -> (year: Int64, month: Int64, day: Int64) {
    // The algorithm counts from the first of March of the year 0.
    let (era, dayOfEra) = (number + 306).quotientAndRemainder(dividingBy: 146_097)
    let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leapDays) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
