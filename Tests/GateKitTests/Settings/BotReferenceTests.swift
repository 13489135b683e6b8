import Testing

@testable import GateKit

@Suite struct BotReferenceTests {
  @Test(arguments: [
    ("st-1", "st-1", "st-1"), ("support-bot=st-1", "st-1", "support-bot"),
    ("A_b.9=x", "x", "A_b.9"),
  ])
  func readsAnIdAndAnAlias(text: String, id: String, name: String) throws {
    let bot = try BotReference(parsing: text)
    #expect(bot.id == id)
    #expect(bot.name == name)
  }

  @Test(arguments: [
    "", "=", "=st-1", "name=", "a=b=c", "my bot=st-1", "st-1 ", "st/1", "..", ".", "..=st-1",
    "st-1?x", "st-1#", "st%2F1", "bött", "st-１", "a\n", "a\r\nb", "<a>", "a&b",
    String(repeating: "x", count: 129),
  ])
  func refusesWhatNoPathAndNoSuiteNameMayHold(text: String) {
    #expect(throws: InvalidValue.self) { try BotReference(parsing: text) }
  }
}
