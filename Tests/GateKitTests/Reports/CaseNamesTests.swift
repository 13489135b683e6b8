import Testing

@testable import GateKit

@Suite struct CaseNamesTests {
  private func keys(_ resources: [Resource]) -> [String] {
    CaseNames.keys(for: resources).map { "\($0.className) \($0.name)" }
  }

  @Test func aNameOfItsOwnStaysAsItIs() {
    #expect(
      keys([.sample("SETTINGS", "Settings", id: "1"), .sample("dialog", "Find Keyword", id: "2")])
        == ["publish.Settings Settings", "publish.Dialog Find Keyword"])
  }

  @Test(
    arguments: [
      ("日本語", "a", nil, "publish.Resource a"), (nil, nil, nil, "publish.Resource (unnamed)"),
      ("", " \t ", "dg-1", "publish.Resource dg-1"), ("x", "\u{3000}", "\n", "publish.X (unnamed)"),
      ("a b", "  two\r\n  words ", nil, "publish.AB two words"),
    ] as [(String?, String?, String?, String)])
  func noneIsEmpty(type: String?, name: String?, id: String?, key: String) {
    #expect(keys([.sample(type, name, id: id)]) == [key])
  }

  @Test func equalNamesCarryTheirIds() {
    let resources = [
      Resource.sample("dialog", "Pay", id: "a"), .sample("DIALOG", "Pay", id: "b"),
      .sample("nl", "Pay", id: "c"),
    ]
    let expected = ["publish.Dialog Pay (a)", "publish.Dialog Pay (b)", "publish.Nl Pay"]
    #expect(keys(resources) == expected)
    // A test's history must not depend on the order in which the server lists the resources.
    #expect(keys(resources.reversed()) == expected.reversed())
  }

  @Test func equalIdsAreNumbered() {
    #expect(
      keys(Array(repeating: .sample("dialog", "Pay", id: "a"), count: 3))
        == ["publish.Dialog Pay (a)", "publish.Dialog Pay (a) #2", "publish.Dialog Pay (a) #3"])
    #expect(
      keys(Array(repeating: .sample("dialog", "Pay", id: " "), count: 2))
        == ["publish.Dialog Pay", "publish.Dialog Pay #2"])
  }

  @Test func theGatesOwnCaseIsNotTaken() {
    #expect(keys([.sample("gate", "Publish", id: "a")]) == ["publish.Gate Publish (a)"])
    #expect(keys([.sample("gate", "Publish")]) == ["publish.Gate Publish #2"])
  }

  @Test func numbersStepOverNamesThatAreThereAlready() {
    let names = ["Pay #2", "Pay", "Pay", "Pay #3", "Pay", "Pay #2"]
    let keys = CaseNames.keys(for: names.map { .sample("dialog", $0) })
    #expect(Set(keys).count == names.count)
  }

  @Test func longNamesAreCutAndStayApart() {
    let long = String(repeating: "か", count: 300)
    let resources = (0..<30).map { index in
      Resource.sample("dialog", "\(long)\(index)", id: index.isMultiple(of: 2) ? long : nil)
    }
    let keys = CaseNames.keys(for: resources)
    #expect(Set(keys).count == resources.count)
    #expect(keys.allSatisfy { $0.name.unicodeScalars.count <= CaseNames.nameLimit })
  }

  @Test func hostileNamesAreUniqueAndNeverEmpty() {
    let keys = CaseNames.keys(for: Hostile.resources) + [CaseNames.gate]
    #expect(Set(keys).count == keys.count)
    for key in keys {
      #expect(key.name.harm == nil)
      #expect((1...CaseNames.nameLimit).contains(key.name.unicodeScalars.count))
      #expect(key.name == key.name.split(separator: " ").joined(separator: " "))
      let suffix = key.className.dropFirst("publish.".count)
      #expect(!suffix.isEmpty && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }
  }

  /// Linear time is well under a second, quadratic time minutes.
  @Test(arguments: [true, false])
  func thousandsOfEqualNamesAreNumberedApart(isStemShared: Bool) {
    // Names that differ only in what a number takes the place of, two of each; or all the same.
    let prefix = String(repeating: "n", count: 236)
    let resources = (0..<16_000).map { index in
      isStemShared
        ? Resource.sample("dialog", "\(prefix)\(index / 2)") : .sample("dialog", "n", id: "x")
    }
    let keys = CaseNames.keys(for: resources)
    #expect(Set(keys).count == resources.count)
  }
}
