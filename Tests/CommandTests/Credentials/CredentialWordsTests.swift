import Testing

@testable import GateKit
@testable import publish_gate

/// The words of a token command.
@Suite struct CredentialWordsTests {
  @Test(
    arguments: [
      ("print", ["print"]),
      ("  print \t a\n b ", ["print", "a", "b"]),
      ("p 'a b' \"c d\"", ["p", "a b", "c d"]),
      ("p a' 'b\" \"c", ["p", "a b c"]),
      ("p '' \"\"", ["p", "", ""]),
      (#"p a\ b \'c\" \\"#, ["p", "a b", "'c\"", #"\"#]),
      (#"p 'a\b' 'c\'"#, ["p", #"a\b"#, #"c\"#]),
      (#"p "a\"b" "c\\d" "e\n$f""#, ["p", #"a"b"#, #"c\d"#, #"e\n$f"#]),
      (#"p "it's" '"'"#, ["p", "it's", "\""]),
      // Nothing of a shell's.
      ("p $HOME `id` $(id) * ~ a;b #c", ["p", "$HOME", "`id`", "$(id)", "*", "~", "a;b", "#c"]),
      (#"p '|' \; "&&" a|b"#, ["p", "|", ";", "&&", "a|b"]),
      ("sh -c 'a | b'", ["sh", "-c", "a | b"]),
      ("'my program' ☂ e\u{301}", ["my program", "☂", "e\u{301}"]),
      ("p a\u{A0}b", ["p", "a\u{A0}b"]),
    ] as [(String, [String])])
  func splitsIntoWords(_ text: String, _ words: [String]) throws {
    let command = try ShellWords(parsing: text)
    #expect(command.words == words)
    #expect([command.program] + command.arguments == words)
  }

  @Test(arguments: [
    ("", "a program"), ("  \n", "a program"), ("''", "a program"), ("\"\" x", "a program"),
    ("p 'a", "a closing '"), ("p \"a'", "a closing \""), (#"p "a\"#, "a closing \""),
    (#"p a\"#, "after the last backslash"), ("p a | q", "for '|' write sh -c"),
    ("p && q", "'&&'"), ("p ; q", "';'"), ("p > f", "'>'"), ("p 2>&1", "'2>&1'"),
  ])
  func refusesWhatHasNoWords(_ text: String, _ part: String) {
    let error = #expect(throws: InvalidValue.self) { try ShellWords(parsing: text) }
    #expect(error?.accepted.contains(part) == true, "\(error?.accepted ?? "")")
  }
}
