import GateKit

/// A date and a time of day in the Gregorian calendar, as they were written down.
struct CivilTime {
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

  /// The same moment on the wall clock, or nil when there is no such date or time.
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
}

/// Takes a text apart from its beginning, in ASCII.
struct TextCursor {
  private var rest: Substring.UTF8View

  init(_ text: some StringProtocol) {
    rest = Substring(text).utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// Takes one of the characters, or nothing when another one comes next.
  mutating func take(oneOf characters: String) -> Character? {
    guard let byte = rest.first, characters.utf8.contains(byte) else { return nil }
    rest.removeFirst()
    return Character(Unicode.Scalar(byte))
  }

  /// Takes all digits that come next, at least one and at most as many as an `Int` always holds.
  mutating func takeDigits() -> Substring? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...18).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return Substring(digits)
  }

  /// Takes a number of exactly so many digits, or nothing when there are more or fewer.
  mutating func takeNumber(digits count: Int) -> Int? {
    let before = self
    guard let digits = takeDigits(), digits.utf8.count == count else {
      self = before
      return nil
    }
    return Int(digits)
  }
}
