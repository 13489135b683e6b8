import TestSupport
import Testing

@testable import GateKit

@Suite struct TimestampReadingTests {
  @Test(arguments: [
    ("2022-07-29T08:04:48.731Z", "2022-07-29T08:04:48.731Z"),
    ("2022-07-29T08:04:48Z", "2022-07-29T08:04:48.000Z"),
    ("2022-07-29t08:04:48.7z", "2022-07-29T08:04:48.700Z"),
    ("2022-07-29 08:04:48,73Z", "2022-07-29T08:04:48.730Z"),
    ("2022-07-29T08:04:48.731999999Z", "2022-07-29T08:04:48.731Z"),
    ("2022-07-29T10:04:48+02:00", "2022-07-29T08:04:48.000Z"),
    ("2022-07-29T10:04:48+0200", "2022-07-29T08:04:48.000Z"),
    ("2022-07-28T22:34:48-09:30", "2022-07-29T08:04:48.000Z"),
    ("2024-02-29T23:59:60Z", "2024-03-01T00:00:00.000Z"),
    ("2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"),
    ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
    ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ("0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00.000Z"),
  ])
  func readsISO8601(_ text: String, _ expected: String) {
    #expect(Timestamp(iso8601: text)?.iso8601 == expected)
  }

  @Test(arguments: [
    "", "2022", "2022-07-29", "2022-07-29T08:04:48", "2022-07-29T08:04Z", "2022-13-01T00:00:00Z",
    "2022-00-01T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2022-07-32T00:00:00Z",
    "2022-07-29T24:00:00Z", "2022-07-29T08:60:00Z", "2022-07-29T08:04:61Z", "2022-07-29T08:04:48.Z",
    "2022-07-29T08:04:48Z ", "2022-07-29T08:04:48+2", "2022-07-29T08:04:48+02:60",
    "2022-07-29T08:04:48+24:00", "0000-01-01T00:00:00Z", "+275760-09-13T00:00:00Z",
    "-271821-04-20T00:00:00Z", "99999999999999999999-01-01T00:00:00Z", "٢٠٢٢-07-29T08:04:48Z",
    "2022-07-29T08:04:48.0000000000000000000000Z", "Fri, 29 Jul 2022 08:04:48 GMT",
  ])
  func refusesWhatIsNoTimeWithAZone(_ text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    "Sun, 06 Nov 1994 08:49:37 UTC",
  ])
  func readsTheDatesOfHTTP(_ text: String) {
    #expect(Timestamp(httpDate: text)?.iso8601 == "1994-11-06T08:49:37.000Z")
  }

  @Test(arguments: [
    "", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 PST",
    "Sun, 31 Nov 1994 08:49:37 GMT",
    "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 19994 08:49:37 GMT",
    "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49:37.5 GMT", "1994-11-06T08:49:37Z",
    "Sun, +6 Nov 1994 08:49:37 GMT",
  ])
  func refusesWhatIsNoDateOfHTTP(_ text: String) {
    #expect(Timestamp(httpDate: text) == nil)
  }

  @Test func agreesWithItsOwnFormOverCenturies() {
    var generator = SplitMix64(seed: 8)
    for _ in 0..<5_000 {
      let time = Timestamp(
        millisecondsSinceEpoch: Int64.random(in: Timestamp.accepted, using: &generator))
      #expect(Timestamp(iso8601: time.iso8601) == time)
    }
  }
}
