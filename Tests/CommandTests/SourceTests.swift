import Foundation
import TestSupport
import Testing

/// What holds for every Swift file, on systems too on which these tests do not run.
@Suite struct SourceTests {
  /// Each module that only some systems have is imported where it is there, and what stands in for
  /// it elsewhere.
  @Test func aModuleThatSomeSystemsLackIsImportedBehindACheck() throws {
    let files = try Self.swiftFiles(in: "Sources", "Tests")
    #expect(files.count > 100)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(ImportCheck.faults(in: text).isEmpty, "\(file.path)")
    }
  }

  @Test(arguments: [
    ("import FoundationEssentials", 1),
    ("package import FoundationEssentials", 1),
    ("import FoundationXML", 1),
    ("import struct Glibc.timeval", 1),
    ("@preconcurrency import SystemPackage", 1),
    ("#if os(Linux)\n  import FoundationEssentials\n#else\n  import Foundation\n#endif", 1),
    ("#if canImport(FoundationEssentials)\n  import FoundationEssentials\n#endif", 1),
    ("#if canImport(Musl)\n  import FoundationXML\n#endif", 1),
    ("#if canImport(Glibc)\n  import Glibc\n#endif\nimport Musl", 2),
    ("#if canImport(FoundationXML)\n  import FoundationXML\n#endif", 0),
    ("#if canImport(Darwin)\n  import Darwin\n#elseif canImport(Musl)\n  import Musl\n#endif", 0),
    ("#if canImport(Darwin)\n  import Darwin\n#else\n  import Glibc\n#endif", 0),
    (
      """
      #if canImport(FoundationEssentials)
        package import FoundationEssentials
      #else
        package import Foundation
      #endif
      """, 0
    ),
    ("#if canImport(System)\n  import System\n#else\n  import SystemPackage\n#endif", 0),
    ("#if os(Linux)\n  import SystemPackage\n  import Glibc\n#endif", 0),
    ("#if os(macOS)\n  import SystemPackage\n#endif", 1),
    ("import Foundation\n// import FoundationXML\nlet text = \"import Glibc\"", 0),
  ])
  func theCheckFindsWhatIsWrong(text: String, faults: Int) {
    #expect(ImportCheck.faults(in: text).count == faults)
  }

  /// A machine may be as busy as it likes: what must end is judged by what came of it.
  @Test func noTestAsksAClockOrWaitsForOne() throws {
    let clocks = [".timeLimit", "Task.sleep", "ContinuousClock", "SuspendingClock", "DispatchTime"]
    for file in try Self.swiftFiles(in: "Tests")
    where file.lastPathComponent != "SourceTests.swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for clock in clocks { #expect(text.range(of: clock) == nil, "\(file.path): \(clock)") }
    }
  }

  private static func swiftFiles(in rooms: String...) throws -> [URL] {
    let top = TestFiles.url("..")
    return try rooms.flatMap { room in
      let folder = top.appendingPathComponent(room)
      let names = try #require(FileManager.default.enumerator(atPath: folder.path))
      return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
        .map { folder.appendingPathComponent($0) }
    }
  }
}

/// Finds imports that would not compile on another system.
///
/// macOS has no FoundationEssentials and no FoundationXML, for both are parts of its Foundation. Its
/// own System stands in for SystemPackage, and Subprocess takes the types of the one that is there.
private enum ImportCheck {
  /// Modules that are there or not, each with those one of which must be imported elsewhere.
  private static let substitutes: [String: Set<String>] = [
    "FoundationEssentials": ["Foundation"], "FoundationXML": [],
    "System": ["SystemPackage"], "Darwin": ["Glibc", "Musl"], "Glibc": ["Darwin", "Musl"],
    "Musl": ["Darwin", "Glibc"],
  ]

  /// What stands between `#if` and `#endif`.
  private struct Block {
    /// The modules that the conditions so far asked for.
    var asked: Set<String> = []
    /// What the branch at hand asks for; nil in an `#else`, or where it asks for something else.
    var module: String?
    var isElse = false
    /// Whether the branch at hand is compiled on Linux alone.
    var isForLinux = false
    var imported: Set<String> = []
  }

  static func faults(in text: String) -> [String] {
    var blocks: [Block] = []
    var faults: [String] = []
    for line in lines(of: text) {
      if line.hasPrefix("#if ") {
        blocks.append(Block())
        ask(line, &blocks)
      } else if line.hasPrefix("#elseif ") {
        ask(line, &blocks)
      } else if line.hasPrefix("#else"), var block = blocks.popLast() {
        block.module = nil
        block.isElse = true
        block.isForLinux = false
        blocks.append(block)
      } else if line.hasPrefix("#endif"), let block = blocks.popLast() {
        faults += missing(in: block)
      } else if let module = importedModule(line) {
        if !isGuarded(module, in: blocks.last) { faults.append(String(line)) }
        if !blocks.isEmpty { blocks[blocks.count - 1].imported.insert(module) }
      }
    }
    return faults
  }

  /// The lines that may hold an import or a condition, without the spaces before them.
  private static func lines(of text: String) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let line = line.drop { $0 == UInt8(ascii: " ") }
      let isOfInterest = line.first.map("#@ipf".utf8.contains) ?? false
      return isOfInterest ? Substring(line) : nil
    }
  }

  private static func ask(_ line: Substring, _ blocks: inout [Block]) {
    guard var block = blocks.popLast() else { return }
    block.module = line.wholeMatch(of: /#(?:else)?if canImport\((\w+)\)/).map { String($0.1) }
    if let module = block.module { block.asked.insert(module) }
    block.isForLinux = line == "#if os(Linux)" || line == "#elseif os(Linux)"
    blocks.append(block)
  }

  private static func importedModule(_ line: Substring) -> String? {
    guard line.contains("import ") else { return nil }
    let form =
      /(?:@\w+ )*(?:(?:package|public|internal|private|fileprivate) )?import (?:\w+ (?=\w+\.))?(\w+).*/
    return line.wholeMatch(of: form).map { String($0.1) }
  }

  /// Whether a module that some systems lack stands in the branch that asks for it, or in the one
  /// that is left when the modules in whose place it comes are not there.
  private static func isGuarded(_ module: String, in block: Block?) -> Bool {
    let standsInFor = substitutes.filter { $0.value.contains(module) }.map(\.key)
    guard substitutes[module] != nil || module == "SystemPackage" else { return true }
    guard let block else { return false }
    if block.module == module { return true }
    // Where FoundationEssentials is imported, Foundation could be meant to stand in for it.
    if block.isForLinux, module != "FoundationEssentials" { return true }
    return block.isElse && !block.asked.isDisjoint(with: standsInFor)
  }

  /// The modules that are asked for and without a substitute where they are not there.
  private static func missing(in block: Block) -> [String] {
    block.imported.intersection(block.asked).filter { module in
      guard let others = substitutes[module], !others.isEmpty else { return false }
      return others.isDisjoint(with: block.imported)
    }
  }
}
