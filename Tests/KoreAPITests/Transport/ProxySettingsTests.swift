import AsyncHTTPClient
import Testing

@testable import KoreAPI

@Suite struct ProxySettingsTests {
  @Test(
    arguments: [
      ("http://proxy:3128", "proxy:3128", nil),
      ("proxy:3128", "proxy:3128", nil),
      ("proxy", "proxy:80", nil),
      ("HTTP://Proxy.Example:3128/", "proxy.example:3128", nil),
      ("http://10.0.0.1:3128", "10.0.0.1:3128", nil),
      ("http://[fd00::1]:3128", "[fd00::1]:3128", nil),
      ("[fd00::1]", "[fd00::1]:80", nil),
      ("http://user:pass@proxy:3128", "proxy:3128", "Basic dXNlcjpwYXNz"),
      ("user@proxy:3128", "proxy:3128", "Basic dXNlcjo="),
      ("http://u%40d:p%3A%2f%C3%A4@proxy:3128", "proxy:3128", "Basic dUBkOnA6L8Ok"),
      ("http://user:p@ss@proxy:3128", "proxy:3128", "Basic dXNlcjpwQHNz"),
    ] as [(String, String, String?)])
  func readsAProxy(_ text: String, _ authority: String, _ authorization: String?) throws {
    let proxy = try ProxySettings(text, variable: "HTTPS_PROXY")
    #expect(proxy.authority == authority)
    #expect(proxy.clientProxy.host == proxy.host)
    #expect(proxy.clientProxy.port == proxy.port)
    #expect(proxy.clientProxy.authorization?.headerValue == authorization)
  }

  @Test(
    arguments: [
      ("https://proxy", .unsupportedScheme("https", variable: "v")),
      ("socks5://u:hunter2@proxy", .unsupportedScheme("socks5", variable: "v")),
      ("user:hunter2://w@proxy:80", .malformed(variable: "v")),
      ("http://", .malformed(variable: "v")),
      ("http://:3128", .malformed(variable: "v")),
      ("http://proxy:3128/path", .malformed(variable: "v")),
      ("http://proxy:3128?x", .malformed(variable: "v")),
      ("http://u:hunter2#@proxy:3128", .malformed(variable: "v")),
      ("http://u:hunter 2@proxy:3128", .malformed(variable: "v")),
      ("http://pröxy:3128", .malformed(variable: "v")),
      ("http://[fd00:3128", .malformed(variable: "v")),
      ("http://[hunter2]:3128", .malformed(variable: "v")),
      ("http://u:hunter%2@proxy:3128", .malformedCredentials(variable: "v")),
      ("http://u:hunter%+f@proxy:3128", .malformedCredentials(variable: "v")),
      ("http://u:hunter%FF@proxy:3128", .malformedCredentials(variable: "v")),
      ("http://proxy:0", .malformedPort(variable: "v")),
      ("http://proxy:65536", .malformedPort(variable: "v")),
      ("http://u:hunter2", .malformedPort(variable: "v")),
      ("http://proxy:", .malformedPort(variable: "v")),
    ] as [(String, ProxyError)])
  func refusesAProxyWithoutQuotingIt(_ text: String, _ error: ProxyError) {
    #expect(throws: error) { try ProxySettings(text, variable: "v") }
    #expect("\(error)".hasPrefix("v ") && !"\(error)".contains("hunter"))
  }

  @Test func showsNoPassword() throws {
    let settings = TransportSettings(
      proxy: try ProxySettings("http://wally:hunter2@proxy", variable: "v"))
    var dumped = ""
    dump(settings, to: &dumped)
    #expect(!"\(settings)\(dumped)".contains("hunter2") && !dumped.contains("wally"))
  }

  @Test(
    arguments: [
      ("https://kore.example", ["HTTPS_PROXY": "a"], "HTTPS_PROXY"),
      ("https://kore.example", ["HTTPS_PROXY": "a", "https_proxy": "b"], "https_proxy"),
      ("https://kore.example", ["HTTPS_PROXY": "a", "https_proxy": " "], "HTTPS_PROXY"),
      ("https://kore.example", ["HTTP_PROXY": "a", "http_proxy": "a"], nil),
      ("https://kore.example", [:], nil),
      ("https://kore.example", ["HTTPS_PROXY": ""], nil),
      ("https://kore.example", ["HTTPS_PROXY": "a", "NO_PROXY": "kore.example"], nil),
      (
        "https://kore.example", ["HTTPS_PROXY": "a", "no_proxy": "x", "NO_PROXY": "*"],
        "HTTPS_PROXY"
      ),
      ("http://kore.example", ["HTTP_PROXY": "a", "HTTPS_PROXY": "b"], "HTTP_PROXY"),
      ("http://kore.example", ["HTTP_PROXY": "a", "REQUEST_METHOD": "GET"], nil),
      ("http://kore.example", ["http_proxy": "a", "REQUEST_METHOD": "GET"], "http_proxy"),
      ("http://localhost:5000", ["HTTP_PROXY": "a"], nil),
      ("https://127.0.0.1", ["HTTPS_PROXY": "socks5://a"], nil),
      ("https://[::1]", ["HTTPS_PROXY": "a"], nil),
    ] as [(String, [String: String], String?)])
  func choosesTheVariable(
    _ base: String, _ environment: [String: String], _ variable: String?
  ) throws {
    let endpoint = try StatusEndpoint(
      base: base, pathTemplate: "/{botId}", botID: "st-1", allowsInsecureHTTP: true)
    #expect(
      try ProxySettings.settings(for: endpoint, environment: environment)?.variable == variable)
  }

  @Test(
    arguments: [
      ("*", "kore.example", true),
      ("kore.example", "kore.example", true),
      ("KORE.example", "Kore.Example", true),
      ("kore.example.", "kore.example", true),
      ("kore.example", "kore.example.", true),
      ("example", "kore.example", true),
      (".example", "kore.example", true),
      (".kore.example", "kore.example", true),
      ("*.example", "kore.example", true),
      ("ore.example", "kore.example", false),
      ("x,kore.example", "kore.example", true),
      ("x, kore.example\ty", "kore.example", true),
      ("kore.example:443", "kore.example", true),
      ("kore.example:8443", "kore.example", false),
      ("kore.example:x", "kore.example", false),
      ("kore.example:+443", "kore.example", false),
      ("", "kore.example", false),
      (".", "kore.example", false),
      ("10.0.0.1", "10.0.0.1", true),
      ("10.0.0.1:443", "10.0.0.1", true),
      ("10.0.0.1:80", "10.0.0.1", false),
      ("0.0.1", "10.0.0.1", false),
      ("10.0.0.0/8", "10.255.0.1", true),
      ("10.0.0.0/8", "11.0.0.1", false),
      ("10.0.0.0/15", "10.1.255.255", true),
      ("10.0.0.0/15", "10.2.0.0", false),
      ("0.0.0.0/0", "10.0.0.1", true),
      ("10.0.0.1/32", "10.0.0.1", true),
      ("10.0.0.0/33", "10.0.0.1", false),
      ("10.0.0.0/-1", "10.0.0.1", false),
      ("10.0.0.0/+8", "10.0.0.1", false),
      ("10.0.0.0/8", "kore.example", false),
      ("10.0.0.0/8", "fd00::1", false),
      ("fd00::/8", "fd12::1", true),
      ("fd00::/8", "fe00::1", false),
      ("[fd00::1]", "fd00::1", true),
      ("fd00::1", "fd00:0:0::1", true),
      ("[fd00::1]:443", "fd00::1", true),
      ("[fd00::1]:80", "fd00::1", false),
      ("10.0.0.1", "::ffff:10.0.0.1", true),
    ] as [(String, String, Bool)])
  func bypassesTheProxyForListedHosts(_ list: String, _ host: String, _ isBypassed: Bool) {
    #expect(ProxyBypass(list).covers(host: host, port: 443) == isBypassed)
  }
}
