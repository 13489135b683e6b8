import Testing

@testable import GateKit

@Suite struct XMLTextTests {
  @Test(arguments: [
    ("a&b<c>\"d'", "a&amp;b&lt;c&gt;&quot;d'"), ("&amp;", "&amp;amp;"), ("]]>", "]]&gt;"),
    ("a\r\nb\tc", "a  b c"), ("\u{0}\u{FFFE}", "\\u{0}\\u{FFFE}"), ("日本語 👩‍👧", "日本語 👩‍👧"), ("", ""),
  ])
  func escapesOneLine(text: String, xml: String) {
    #expect(XMLText(text).description == xml)
  }

  @Test(arguments: [
    (["ab", "c\nd"], 100, "ab\nc d"),
    (["abcdef"], 6, "abcdef"), (["abcdefg"], 6, "abc…"), (["abcd"], 3, "…"),
    // Neither a reference nor a character is cut in two.
    (["a&bcdef"], 9, "a&amp;…"), (["a&bcdef"], 8, "a…"), (["&&&"], 14, "&amp;&amp;…"),
    (["か&か&か"], 10, "か…"), (["かかかか"], 11, "かか…"), (["a;&&&&"], 9, "a;…"),
  ])
  func cutsLinesToBytes(lines: [String], limit: Int, xml: String) {
    let text = XMLText(lines: lines.map { XMLText($0) }, byteLimit: limit).description
    #expect(text == xml)
    #expect(text.utf8.count <= limit)
  }
}
