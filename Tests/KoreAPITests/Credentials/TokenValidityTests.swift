import GateKit
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct TokenValidityTests {
  private static let zone = "; it may have been made by a clock of another time zone"
  private static let hour = 3_600

  /// Times in seconds from now, and what is said of them.
  struct Case: CustomTestStringConvertible {
    var issued: Int?
    var notBefore: Int?
    var expires: Int?
    let doubt: String?

    var testDescription: String { "\(doubt ?? "nothing"), \(issued ?? 0)" }
  }

  private static let ago = "ago by this machine's clock"
  private static let future = "by this machine's clock"

  @Test(arguments: [
    Case(doubt: nil),
    Case(issued: -5, expires: 295, doubt: nil),
    Case(issued: -86_400, expires: 86_400, doubt: nil),
    Case(issued: 30, notBefore: 30, doubt: nil),
    Case(expires: 1, doubt: nil),
    Case(expires: 0, doubt: "expired 0ms \(ago)"),
    Case(expires: -3 * hour, doubt: "expired 3h \(ago)"),
    Case(issued: -4_000, expires: -400, doubt: "expired 6m 40s \(ago)"),
    // Made just now in New York (UTC-5) and in Hyderabad (UTC+5:30), by the local time.
    Case(
      issued: -5 * hour - 20, expires: -5 * hour + 280, doubt: "expired 4h 55m \(ago)\(zone)"),
    Case(
      issued: 19_800 - 20, expires: 20_100,
      doubt: "was issued 5h 30m in the future \(future)\(zone)"),
    Case(notBefore: 2 * hour - 3, doubt: "is valid only in 2h \(future)\(zone)"),
    Case(notBefore: 2 * hour + 60, doubt: "is valid only in 2h 1m \(future)"),
    Case(issued: 400, doubt: "was issued 6m 40s in the future \(future)"),
    Case(issued: 15 * hour, doubt: "was issued 15h in the future \(future)"),
    Case(issued: -30, notBefore: 90, doubt: "is valid only in 1m 30s \(future)"),
  ])
  func saysWhyAServerWillRefuseTheToken(_ each: Case) {
    func time(_ seconds: Int?) -> Timestamp? { seconds.map { now + .seconds($0) } }
    let times = TokenValidity(
      issued: time(each.issued), notBefore: time(each.notBefore), expires: time(each.expires))
    #expect(times.doubt(at: now) == each.doubt)
  }

  @Test(
    arguments: [
      (#"{"exp":1700000000}"#, TokenValidity(expires: at(1_700_000_000_000))),
      (
        #"{"iat":1,"nbf":2.5,"exp":3e9,"sub":"x"}"#,
        TokenValidity(issued: at(1_000), notBefore: at(2_500), expires: at(3_000_000_000_000))
      ),
      (#"{"iat":"1","nbf":null,"exp":[1]}"#, TokenValidity()),
      (#"{"iat":1,"exp":2,"exp":3}"#, TokenValidity(issued: at(1_000))),
      (#"{"exp":1e400}"#, TokenValidity()),
      (#"{"exp":-1e300}"#, TokenValidity(expires: at(.min))),
      (#"{"exp":1e300}"#, TokenValidity(expires: at(.max))),
      ("{}", TokenValidity()),
      ("[]", nil), ("null", nil), ("", nil), ("{", nil),
    ] as [(String, TokenValidity?)])
  func readsTheTimesOfAJWT(_ payload: String, _ times: TokenValidity?) {
    #expect(TokenValidity(of: token(payload)) == times)
  }

  @Test(arguments: [
    "opaque", "a.b.c", "..", "a.b.c.d.e", "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9",
    "bm9uZQ.eyJleHAiOjF9.c2ln", "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9=.c2ln",
    "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn",
  ])
  func leavesOtherTokensAlone(_ text: String) {
    #expect(TokenValidity(of: Secret(text)) == nil)
  }

  @Test(arguments: ["iat", "nbf"])
  func recognisesMilliseconds(_ claim: String) {
    let times = TokenValidity(of: token("{\"\(claim)\":1700000000000,\"exp\":1700000300000}"))
    #expect(
      times?.doubt(at: now)
        == "has times that look like milliseconds, where a JWT counts seconds")
  }

  private let now = Self.at(1_700_000_000_000)

  private static func at(_ milliseconds: Int64) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: milliseconds)
  }

  private func token(_ payload: String) -> Secret {
    let header = Base64URL.encoded(#"{"alg":"HS256"}"#.utf8)
    return Secret("\(header).\(Base64URL.encoded(payload.utf8)).c2ln")
  }
}
