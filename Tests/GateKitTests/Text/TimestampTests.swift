import Testing

@testable import GateKit

@Suite struct TimestampTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (1_767_323_045_006, "2026-01-02T03:04:05.006Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
    (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    (1_735_689_599_999, "2024-12-31T23:59:59.999Z"),
    (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
    (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    // Values beyond are held at the ends.
    (Int64.min, "0001-01-01T00:00:00.000Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
  ])
  func isWrittenInUTC(milliseconds: Int64, text: String) {
    let time = Timestamp(millisecondsSinceEpoch: milliseconds)
    #expect(time.iso8601 == text)
    #expect(time.iso8601WithoutZone == String(text.prefix(19)))
  }

  @Test func countsForwardsAndBackwards() {
    let time = Timestamp(millisecondsSinceEpoch: 1_000)
    #expect((time + .milliseconds(5)).millisecondsSinceEpoch == 1_005)
    #expect((time - .milliseconds(5)).millisecondsSinceEpoch == 995)
    #expect(time - Timestamp(millisecondsSinceEpoch: 3_000) == .seconds(-2))
    #expect(time < time + .milliseconds(1))
  }

  @Test func noSumOverflows() {
    let ends = Timestamp.accepted
    for time in [ends.lowerBound, ends.upperBound].map(Timestamp.init) {
      for duration in [Duration.seconds(Int64.max), .seconds(Int64.min)] {
        #expect(ends.contains((time + duration).millisecondsSinceEpoch))
        #expect(ends.contains((time - duration).millisecondsSinceEpoch))
      }
    }
  }
}
