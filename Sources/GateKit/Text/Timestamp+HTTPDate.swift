extension Timestamp {
  /// Reads the date of an HTTP header in any of the three forms that a recipient must accept.
  ///
  /// They are `Sun, 06 Nov 1994 08:49:37 GMT` and the obsolete `Sunday, 06-Nov-94 08:49:37 GMT` and
  /// `Sun Nov  6 08:49:37 1994`. The name of the day is not compared with the date.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
  package init?(httpDate text: String) {
    guard text.utf8.count <= 40 else { return nil }
    let words = text.split { [" ", ",", "-"].contains($0) }.map(String.init)
    let date: (day: String, month: String, year: String, time: String)
    switch words.count {
    case 6 where words[5] == "GMT" || words[5] == "UTC":
      date = (words[1], words[2], words[3], words[4])
    case 5: date = (words[2], words[1], words[4], words[3])
    default: return nil
    }
    guard let day = Self.number(date.day, digits: 1...2), let year = Self.year(date.year),
      let month = Self.months.firstIndex(of: date.month)
    else { return nil }
    var cursor = TextCursor(date.time)
    guard let hour = cursor.takeNumber(digits: 2), cursor.take(oneOf: ":") != nil,
      let minute = cursor.takeNumber(digits: 2), cursor.take(oneOf: ":") != nil,
      let second = cursor.takeNumber(digits: 2), cursor.isAtEnd,
      let timestamp = CivilDate(
        year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second
      ).timestamp
    else { return nil }
    self = timestamp
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// A year of four digits, or of two, which are taken for 1970 to 2069.
  private static func year(_ text: String) -> Int? {
    if let year = number(text, digits: 4...4) { return year }
    return number(text, digits: 2...2).map { $0 < 70 ? 2_000 + $0 : 1_900 + $0 }
  }

  private static func number(_ text: String, digits: ClosedRange<Int>) -> Int? {
    digits.contains(text.utf8.count) ? Int(digits: text) : nil
  }
}
