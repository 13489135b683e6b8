extension Timestamp {
  /// ISO 8601 in UTC with milliseconds and a `Z`.
  package var iso8601: String {
    "\(iso8601WithoutZone).\((millisecondsSinceYear1 % 1_000).padded(to: 3))Z"
  }

  /// ISO 8601 in UTC with whole seconds and without a zone, the only form that JUnit's schema knows.
  package var iso8601WithoutZone: String {
    let (day, second) = (millisecondsSinceYear1 / 1_000).quotientAndRemainder(dividingBy: 86_400)
    let date = CivilDate.date(ofDay: day)
    let time = [second / 3_600, second / 60 % 60, second % 60].map { $0.padded(to: 2) }
    return "\(date.year.padded(to: 4))-\(date.month.padded(to: 2))-\(date.day.padded(to: 2))"
      + "T\(time.joined(separator: ":"))"
  }

  /// Never negative, so that the remainders of divisions are not either.
  private var millisecondsSinceYear1: Int64 { millisecondsSinceEpoch - Self.accepted.lowerBound }

  /// Reads an ISO 8601 time with a zone: `2022-07-29T08:04:48.731Z`, `2022-07-29T10:04:48+02:00`.
  ///
  /// Digits beyond milliseconds are dropped. A time without a zone is nil, since nothing says
  /// which clock it means; so is a year outside 1 to 9999.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc3339#section-5.6
  package init?(iso8601 text: some StringProtocol) {
    var cursor = TextCursor(text)
    guard let year = cursor.takeNumber(digits: 4), cursor.take(oneOf: "-") != nil,
      let month = cursor.takeNumber(digits: 2), cursor.take(oneOf: "-") != nil,
      let day = cursor.takeNumber(digits: 2), cursor.take(oneOf: "Tt ") != nil,
      let hour = cursor.takeNumber(digits: 2), cursor.take(oneOf: ":") != nil,
      let minute = cursor.takeNumber(digits: 2), cursor.take(oneOf: ":") != nil,
      let second = cursor.takeNumber(digits: 2)
    else { return nil }
    var time = CivilDate(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    if cursor.take(oneOf: ".,") != nil {
      guard let fraction = cursor.takeDigits() else { return nil }
      time.millisecond = Int((fraction + "00").prefix(3)) ?? 0
    }
    guard let offset = Self.takeOffset(from: &cursor), cursor.isAtEnd else { return nil }
    time.minutesAheadOfUTC = offset
    guard let timestamp = time.timestamp else { return nil }
    self = timestamp
  }

  /// Takes `Z`, `+02:00` or `+0200`, in minutes ahead of UTC.
  private static func takeOffset(from cursor: inout TextCursor) -> Int? {
    if cursor.take(oneOf: "Zz") != nil { return 0 }
    guard let sign = cursor.take(oneOf: "+-") else { return nil }
    let minutes: Int
    if let digits = cursor.takeNumber(digits: 4) {
      guard digits % 100 <= 59 else { return nil }
      minutes = digits / 100 * 60 + digits % 100
    } else {
      guard let hours = cursor.takeNumber(digits: 2), cursor.take(oneOf: ":") != nil,
        let rest = cursor.takeNumber(digits: 2), rest <= 59
      else { return nil }
      minutes = hours * 60 + rest
    }
    return sign == "-" ? -minutes : minutes
  }
}
