import Testing

@testable import KoreAPI

private let standardPath = "/api/public/bot/{botId}/publish/status"

@Suite struct StatusEndpointTests {
  @Test(arguments: [
    ("https://platform.kore.ai", "https://platform.kore.ai/api/public/bot/st-1/publish/status"),
    ("https://platform.kore.ai/", "https://platform.kore.ai/api/public/bot/st-1/publish/status"),
    ("HTTPS://Platform.Kore.AI", "https://platform.kore.ai/api/public/bot/st-1/publish/status"),
    ("https://h:8443", "https://h:8443/api/public/bot/st-1/publish/status"),
    ("https://h:443", "https://h/api/public/bot/st-1/publish/status"),
    ("https://h:", "https://h/api/public/bot/st-1/publish/status"),
    ("https://h/kore/v2//", "https://h/kore/v2/api/public/bot/st-1/publish/status"),
    ("https://h/a%2Fb", "https://h/a%2Fb/api/public/bot/st-1/publish/status"),
    ("https://10.0.0.1", "https://10.0.0.1/api/public/bot/st-1/publish/status"),
    ("https://[FD00::1]:8443", "https://[fd00::1]:8443/api/public/bot/st-1/publish/status"),
    ("http://localhost:80", "http://localhost/api/public/bot/st-1/publish/status"),
    ("http://127.8.9.1:5000", "http://127.8.9.1:5000/api/public/bot/st-1/publish/status"),
    ("http://[::1]:5000", "http://[::1]:5000/api/public/bot/st-1/publish/status"),
  ])
  func joinsBaseAndPath(_ base: String, _ url: String) throws {
    #expect(try StatusEndpoint(base: base, pathTemplate: standardPath, botID: "st-1").url == url)
  }

  @Test func namesItsParts() throws {
    let endpoint = try StatusEndpoint(
      base: "https://[fd00::1]:8443/kore/", pathTemplate: "/b/{botId}/", botID: "a/b")
    #expect(endpoint.host == "fd00::1")
    #expect(endpoint.port == 8_443)
    #expect(endpoint.authority == "[fd00::1]:8443")
    #expect(endpoint.path == "/kore/b/a%2Fb/")
    #expect(endpoint.usesTLS)
  }

  @Test(arguments: [
    ("st-a_b.c~d", "st-a_b.c~d"), ("a b", "a%20b"), ("../x", "..%2Fx"), ("a?b#c", "a%3Fb%23c"),
    ("ä", "%C3%A4"), ("%2F", "%252F"), ("{botId}", "%7BbotId%7D"), ("...", "..."),
    (String(repeating: "x", count: 256), String(repeating: "x", count: 256)),
  ])
  func encodesTheBotIDAsOneSegment(_ id: String, _ segment: String) throws {
    let endpoint = try StatusEndpoint(base: "https://h", pathTemplate: "/{botId}/s", botID: id)
    #expect(endpoint.path == "/\(segment)/s")
  }

  @Test(
    arguments: [
      ("", .unsupportedScheme("")),
      ("platform.kore.ai", .unsupportedScheme("platform.kore.ai")),
      ("ftp://h", .unsupportedScheme("ftp://h")),
      ("https://", .missingHost("https://")),
      ("https:///x", .missingHost("https:///x")),
      ("https:h", .missingHost("https:h")),
      ("https://a b", .malformedBase("https://a b")),
      (" https://h", .malformedBase(" https://h")),
      ("https://h:x", .malformedBase("https://h:x")),
      ("https://[::1", .malformedBase("https://[::1")),
      ("https://bücher.example", .malformedBase("https://bücher.example")),
      ("https://h/%zz", .malformedBase("https://h/%zz")),
      ("https://h%2f", .malformedHost("h%2f")),
      ("https://[v1.x]", .malformedHost("[v1.x]")),
      ("https://h:0", .malformedPort(0)),
      ("https://h:65536", .malformedPort(65_536)),
      ("https://u:p@h", .userInformation),
      ("https://u@h", .userInformation),
      ("https://u:p w@h", .userInformation),
      ("https://h?x=1", .queryOrFragment("https://h?x=1")),
      ("https://h/?", .queryOrFragment("https://h/?")),
      ("https://h#x", .queryOrFragment("https://h#x")),
      ("http://h", .insecureHTTP(host: "h")),
      ("http://localhost.example", .insecureHTTP(host: "localhost.example")),
      ("http://128.0.0.1", .insecureHTTP(host: "128.0.0.1")),
      ("http://[::2]", .insecureHTTP(host: "::2")),
      ("http://0.0.0.0", .insecureHTTP(host: "0.0.0.0")),
    ] as [(String, EndpointError)])
  func refusesABase(_ base: String, _ error: EndpointError) {
    #expect(throws: error) {
      try StatusEndpoint(base: base, pathTemplate: standardPath, botID: "st-1")
    }
  }

  @Test(
    arguments: [
      ("", .relativePath("")),
      ("api/{botId}", .relativePath("api/{botId}")),
      ("https://h/{botId}", .relativePath("https://h/{botId}")),
      ("/api/status", .pathWithoutPlaceholder("/api/status")),
      ("/api/{botid}", .pathWithoutPlaceholder("/api/{botid}")),
      ("/{botId}/{x}", .malformedPath("/{botId}/{x}")),
      ("/{botId}?x", .malformedPath("/{botId}?x")),
      ("/{botId}#x", .malformedPath("/{botId}#x")),
      ("/{botId}/a b", .malformedPath("/{botId}/a b")),
      ("/{botId}/%zz", .malformedPath("/{botId}/%zz")),
      ("/{botId}\r\nx: y", .malformedPath("/{botId}\r\nx: y")),
    ] as [(String, EndpointError)])
  func refusesAPath(_ path: String, _ error: EndpointError) {
    #expect(throws: error) {
      try StatusEndpoint(base: "https://h", pathTemplate: path, botID: "st-1")
    }
  }

  @Test(
    arguments: [
      ("", .emptyBotID), (".", .relativeBotID(".")), ("..", .relativeBotID("..")),
      ("st-1\n", .controlCharacterInBotID), ("st\u{7F}1", .controlCharacterInBotID),
      (String(repeating: "x", count: 257), .botIDTooLong(257)),
    ] as [(String, EndpointError)])
  func refusesABotID(_ id: String, _ error: EndpointError) {
    #expect(throws: error) {
      try StatusEndpoint(base: "https://h", pathTemplate: standardPath, botID: id)
    }
  }

  @Test func allowsHTTPWhereAsked() throws {
    let endpoint = try StatusEndpoint(
      base: "http://h", pathTemplate: standardPath, botID: "st-1", allowsInsecureHTTP: true)
    #expect(endpoint.port == 80)
    #expect(!endpoint.usesTLS)
  }

  @Test func neverQuotesAPassword() {
    for base in ["https://u:hunter2@h", "https://u:hunter 2@h", "ftp://u:hunter2@h"] {
      let error = #expect(throws: EndpointError.self) {
        try StatusEndpoint(base: base, pathTemplate: standardPath, botID: "st-1")
      }
      #expect(error.map { !"\($0)".contains("hunter") } == true)
    }
  }
}
