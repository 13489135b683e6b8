import GateKit
import NIOHTTP1
import Testing

@testable import KoreAPI

@Suite struct RetryAfterTests {
  @Test(
    arguments: [
      ("0", .zero), ("30", .seconds(30)), (" 30\t", .seconds(30)), ("-5", .zero),
      ("86401", .seconds(86_400)), ("99999999999999999999999", .seconds(86_400)),
      ("-99999999999999999999999", .zero),
      ("", nil), ("-", nil), ("+5", nil), ("1.5", nil), ("5s", nil), ("soon", nil), ("٣", nil),
      ("Tue, 14 Nov 2023 22:13:50 GMT", .seconds(30)),
      ("Tue, 14 Nov 2023 22:13:10 GMT", .zero),
      ("Fri, 31 Dec 9999 23:59:59 GMT", .seconds(86_400)),
      ("Tue, 14 Nov 2023 22:13:50 CET", nil),
    ] as [(String, Duration?)])
  func readsSecondsAndDates(_ value: String, _ expected: Duration?) {
    let headers: HTTPHeaders = ["retry-after": value, "date": "Tue, 14 Nov 2023 22:13:20 GMT"]
    #expect(RetryAfter.wait(in: headers, now: Timestamp(millisecondsSinceEpoch: 0)) == expected)
  }

  @Test(arguments: ["", "now", "Tue, 14 Nov 2023"])
  func comparesADateWithTheRunnersClockWhereTheServerTellsNone(_ date: String) {
    let headers: HTTPHeaders = ["retry-after": "Tue, 14 Nov 2023 22:13:50 GMT", "date": date]
    let now = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
    #expect(RetryAfter.wait(in: headers, now: now) == .seconds(30))
  }

  @Test func asksForNothingWithoutTheHeader() {
    #expect(RetryAfter.wait(in: [:], now: Timestamp(millisecondsSinceEpoch: 0)) == nil)
  }
}
