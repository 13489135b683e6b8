import GateKit
import NIOHTTP1
import Testing

@testable import KoreAPI

@Suite struct RetryAfterTests {
  @Test(
    arguments: [
      ("0", .zero), ("30", .seconds(30)), (" 30\t", .seconds(30)), ("-5", nil),
      (" -5 ", nil), ("- 5", nil), ("-0", nil), ("+-5", nil), ("−5", nil), (" +5", nil),
      ("86401", .seconds(86_400)), ("99999999999999999999999", .seconds(86_400)),
      ("-99999999999999999999999", nil), ("30, 60", nil), ("0x10", nil), ("1e3", nil),
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

  @Test(
    arguments: [
      ([], .zero), (["0"], .zero), (["3600"], .seconds(3_600)), ([" 60\t"], .seconds(60)),
      (["-5"], .zero), (["+5"], .zero), (["1.5"], .zero), (["soon"], .zero), ([""], .zero),
      (["60, 120"], .seconds(120)), (["60,x"], .seconds(60)), (["٣"], .zero),
      (["60", "3600", "7"], .seconds(3_600)),
      (["soon", "60"], .seconds(60)), (["-5", "60"], .seconds(60)),
      (["86401"], .seconds(86_401)), (["2147483648"], .seconds(2_147_483_648)),
      (["9223372036854775807"], .seconds(2_147_483_648)),
      (["99999999999999999999999"], .seconds(2_147_483_648)),
    ] as [([String], Duration)])
  func readsTheAgeOfACachedAnswer(_ values: [String], _ expected: Duration) {
    #expect(RetryAfter.cacheAge(in: HTTPHeaders(values.map { ("age", $0) })) == expected)
  }

  @Test func asksForNothingWithoutTheHeader() {
    #expect(RetryAfter.wait(in: [:], now: Timestamp(millisecondsSinceEpoch: 0)) == nil)
  }
}
