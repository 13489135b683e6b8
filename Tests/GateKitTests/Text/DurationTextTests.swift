import Testing

@testable import GateKit

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("90s", 90_000), ("5m", 300_000), ("1h30m", 5_400_000), ("250ms", 250), ("90", 90_000),
    ("1.5s", 1_500), ("0.25", 250), ("1h2m3s4ms", 3_723_004), ("0.5h", 1_800_000),
    ("720h", 2_592_000_000),
    ("1.5ms", 2), ("007", 7_000),
  ])
  func readsWhatPeopleWrite(text: String, milliseconds: Int64) throws {
    #expect(try Duration(parsing: text) == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    "", " ", "0", "0s", "0.0001", "0ms", "-1", "-5s", "+5s", "5 s", " 5s", "5s ", "5S", "5x", "s",
    "m5", "5m5m",
    "5s1m", "1h30", "1.s", ".5s", "1..5s", "1,5s", "1e3", "٣s", "５s", "5µs", "720h1s", "999999999h",
    "1000000000", "99999999999999999999", "inf", "nan", "0x10", "1_000", "5s\n",
  ])
  func refusesTheRest(text: String) {
    #expect(throws: InvalidValue(accepted: Duration.acceptedText)) {
      try Duration(parsing: text)
    }
  }

  @Test(arguments: [
    (-5, "0ms"), (0, "0ms"), (999, "999ms"), (1_000, "1s"), (1_049, "1s"), (1_050, "1.1s"),
    (4_210, "4.2s"),
    (9_949, "9.9s"), (9_960, "10s"), (33_104, "33s"), (59_499, "59s"), (59_500, "1m"),
    (60_000, "1m"), (90_000, "1m 30s"), (120_000, "2m"), (3_599_600, "1h"), (5_400_000, "1h 30m"),
    (3_630_000, "1h"), (90_000_000, "1d 1h"), (86_400_000, "1d"),
  ])
  func isWrittenAsPeopleWriteIt(milliseconds: Int64, text: String) {
    #expect(Duration.milliseconds(milliseconds).text == text)
  }

  @Test(arguments: [
    (0, "0.000"), (7, "0.007"), (33_104, "33.104"), (1_800_000, "1800.000"), (-1, "0.000"),
  ])
  func secondsHaveThreeDecimals(milliseconds: Int64, text: String) {
    #expect(Duration.milliseconds(milliseconds).secondsText == text)
  }

  @Test(arguments: [
    (-1, "00:00.0"), (0, "00:00.0"), (4_249, "00:04.2"), (59_950, "01:00.0"),
    (3_599_949, "59:59.9"), (3_599_950, "1:00:00.0"), (3_723_400, "1:02:03.4"),
    (360_000_000, "100:00:00.0"),
  ])
  func theClockHasOneWidthBelowAnHour(milliseconds: Int64, text: String) {
    #expect(Duration.milliseconds(milliseconds).clockText == text)
  }

  @Test func noDurationOverflows() {
    for duration in [Duration.seconds(Int64.max), .seconds(Int64.min)] {
      _ = duration.milliseconds
      _ = duration.text
      _ = duration.clockText
      _ = duration.secondsText
    }
  }
}
