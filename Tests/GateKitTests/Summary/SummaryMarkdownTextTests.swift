import Testing

@testable import GateKit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Texts that mean something in Markdown, in HTML, or to a site that shows Markdown.
enum HostileMarkdown {
  static let texts =
    [
      "a | b || c", "\\| x", "`code`", "``` x", "a*b*c", "**b**", "_i_", "~~s~~", "<b>x</b>",
      "<script>alert(1)</script>", "</td></tr></table>", "</details>", "<!-- x", "&lt;b&gt;",
      "&#60;b&#62;",
      "[x](http://evil.test)", "![x](//evil.test/p.png)", "[x]: http://evil.test", "[^1]",
      "[[wiki]]",
      "http://evil.test/a", "HTTPS://evil.test", "//evil.test", "///x", "ftp://evil.test",
      "www.evil.test", "WWW.evil.test",
      "mail me@evil.test", "me@.evil.test", "mailto:me@evil.test", "@someone", "@org/team",
      "a @x-y", "#123",
      "org/repo#123",
      "!45", ":white_check_mark:", ":+1:", "::x::", "03:04:05", "# heading", "- list", "+ list",
      "1. list", "12) list", "1.", "    code", "--- ", "===", "> quote", "$x^2$", "{{ x }}", "a\\",
      "a  \nb", "line\r\n| row |", "|", "\\", "\"><img src=x onerror=alert(1)>", "日本語 @誰か",
    ] + Hostile.texts
}

@Suite struct SummaryMarkdownTextTests {
  @Test(arguments: [
    ("Find Keyword", "Find Keyword"), ("a|b", "a&#124;b"), ("a\\b`c`", "a&#92;b&#96;c&#96;"),
    ("<b>&amp;", "&#60;b&#62;&#38;amp;"), ("a_b*c~", "a&#95;b&#42;c&#126;"),
    ("@bob", "&#64;&#8203;bob"), ("at @ noon", "at &#64; noon"), ("#12", "&#35;&#8203;12"),
    ("C# 12", "C&#35; 12"), ("!12!", "&#33;&#8203;12&#33;"), ("http://x", "http:/&#8203;/x"),
    ("see www.x.test", "see www&#8203;.x.test"), (":x:", ":&#8203;x:"), ("03:04:05", "03:04:05"),
    ("HTTP 503: down", "HTTP 503: down"), ("[[x]]", "&#91; &#91;x&#93;&#93;"),
    ("1. a", "1&#46; a"), ("1.5", "1.5"), ("12)", "12&#41;"), ("- a", "&#45; a"),
    ("a - b", "a - b"),
    ("+1", "&#43;1"), ("  a", "&#32; a"), ("a\r\nb", "a  b"), ("", ""), ("日本語", "日本語"),
  ])
  func escapes(text: String, markdown: String) {
    #expect(MarkdownText(text).description == markdown)
  }

  @Test(arguments: HostileMarkdown.texts)
  func leavesNothingThatMeansSomething(text: String) throws {
    let escaped = MarkdownText(text).description
    let literal = escaped.replacing(/&#[0-9]+;/, with: "")
    #expect(literal.firstMatch(of: /[|`*_~<>&\[\]\\$^{}@#!\n\r]/) == nil)
    #expect(
      literal.prefixMatch(of: /[ +=-]|[0-9]+[.)]( |$)/) == nil
        || !escaped.hasPrefix(literal.prefix(1)))
    #expect(escaped.firstMatch(of: /\/\/|[Ww]{3}\./) == nil)
    let shown = try read(escaped)
    #expect(
      shown.replacing("\u{200B}", with: "")
        == Sanitizer.oneLine(text).replacing("\u{200B}", with: ""))
    // What a site does with the text once its references are read.
    #expect(shown.firstMatch(of: /@[A-Za-z0-9_.]|#[0-9]|![0-9]|\/\/|[Ww]{3}\./) == nil)
    #expect(shown.firstMatch(of: /:[a-z_+]+[0-9]*:/) == nil)
    #expect(shown.harm == nil)
  }

  /// The text as a renderer shows it.
  private func read(_ escaped: String) throws -> String {
    try escaped.replacing(/&#([0-9]+);/) { match in
      let value = try #require(UInt32(match.output.1))
      return String(try #require(Unicode.Scalar(value)))
    }
  }

  @Test func cutsBeforeItEscapes() {
    #expect(MarkdownText("a|b|c", limit: 4).description == "a&#124;b…")
    #expect(
      MarkdownText(String(repeating: "|", count: 99), limit: 3).description == "&#124;&#124;…")
  }

  /// Eight times the text takes some eight times the work, where its square would be 64 times.
  @Test(arguments: ["a", ":a", "1", "www."])
  func takesWorkInProportionToTheText(piece: String) {
    func work(_ count: Int) -> Double {
      let text = String(repeating: piece, count: count)
      let times = (0..<3).map { _ in
        let start = Self.processorTime
        #expect(MarkdownText(text).description.utf8.count >= count)
        return Self.processorTime - start
      }
      return times.min() ?? 0
    }
    #expect(work(80_000) < work(10_000) * 24)
  }

  /// What this thread has computed, in seconds: another program's load does not count.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
