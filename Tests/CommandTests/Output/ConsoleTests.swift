import GateKit
import Testing

@testable import publish_gate

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The one writer of the two streams.
@Suite struct ConsoleTests {
  @Test func linesComeOutInTheirOrderEachOnItsStream() async throws {
    let pipes = try Pipes()
    let console = Console(hiding: SecretRegistry(), streams: pipes.streams)
    for number in 1...3 {
      console.write([
        OutputLine(.standardOutput, "out \(number)"), OutputLine(.standardError, "err \(number)"),
      ])
    }
    await console.flush(within: .seconds(60))
    #expect(try pipes.output.rest() == "out 1\nout 2\nout 3\n")
    #expect(try pipes.errors.rest() == "err 1\nerr 2\nerr 3\n")
  }

  @Test func aSecretIsHiddenFromTheMomentItIsKnown() async throws {
    let pipes = try Pipes()
    let secrets = SecretRegistry()
    let console = Console(hiding: secrets, streams: pipes.streams)
    secrets.register(Secret("secret-of-the-test"))
    console.write([OutputLine(.standardOutput, "a secret-of-the-test b")])
    console.drawBar("secret-of-the-test")
    await console.flush(within: .seconds(60))
    #expect(try pipes.output.rest() == "a *** b\n\r\u{1B}[K***")
  }

  @Test func aBarStandsBelowTheLines() async throws {
    let pipes = try Pipes()
    let console = Console(hiding: SecretRegistry(), streams: pipes.streams)
    console.drawBar("[bar]")
    // Each waits until the one before is drawn, which would else be skipped.
    await console.flush(within: .seconds(60))
    console.write([OutputLine(.standardOutput, "one"), OutputLine(.standardOutput, "two")])
    console.clearBar()
    console.write([OutputLine(.standardOutput, "three")])
    await console.flush(within: .seconds(60))
    let erase = "\r\u{1B}[K"
    #expect(
      try pipes.output.rest() == "\(erase)[bar]\(erase)one\ntwo\n\(erase)[bar]\(erase)three\n")
  }

  @Test func gitHubIsToldOfEachSecretOnceAndFirst() async throws {
    let pipes = try Pipes()
    let secrets = SecretRegistry()
    let console = Console(hiding: secrets, streams: pipes.streams)
    secrets.register(Secret("first-secret"))
    secrets.register(Secret("not-for-others"), isMaskedByCI: false)
    console.maskSecrets(for: .github)
    console.write([OutputLine(.standardError, "one")])
    await console.flush(within: .seconds(60))
    secrets.register(Secret("second-secret"))
    console.write([OutputLine(.standardError, "two")])
    await console.flush(within: .seconds(60))
    #expect(
      try pipes.errors.rest()
        == "::add-mask::first-secret\none\n::add-mask::second-secret\ntwo\n")
  }

  @Test func aStreamThatNobodyReadsDoesNotHoldUpTheOther() async throws {
    let pipes = try Pipes()
    try pipes.output.fill()
    let console = Console(hiding: SecretRegistry(), streams: pipes.streams)
    console.write([
      OutputLine(.standardOutput, "stuck"), OutputLine(.standardError, "told"),
      OutputLine(.standardOutput, "behind it"),
    ])
    await console.flush(within: .zero)
    #expect(try pipes.errors.rest() == "told\n")
    // Whoever reads at last finds each line once.
    let drained = try pipes.output.drained(upTo: "behind it\n")
    #expect(drained == "stuck\nbehind it\n")
  }

  @Test func aReaderThatGoesAwayDoesNotEndTheGate() async throws {
    POSIX.prepareStandardStreams()
    let pipes = try Pipes()
    try pipes.output.reading.close()
    let console = Console(hiding: SecretRegistry(), streams: pipes.streams)
    console.write([OutputLine(.standardOutput, "lost"), OutputLine(.standardError, "told")])
    console.write([OutputLine(.standardOutput, "lost too")])
    await console.flush(within: .seconds(60))
    #expect(try pipes.errors.rest() == "told\n")
  }
}

/// What a console writes to in a test.
struct Pipes {
  let output: OpenPipe
  let errors: OpenPipe

  init() throws {
    output = try OpenPipe()
    errors = try OpenPipe()
  }

  var streams: Console.Streams {
    Console.Streams(output: output.writing, errors: errors.writing)
  }
}

/// A pipe whose reader is the test.
struct OpenPipe {
  let reading: FileDescriptor
  let writing: FileDescriptor

  init() throws {
    (reading, writing) = try FileDescriptor.pipe()
  }

  /// What is left to be read after the writer has closed it.
  func rest() throws -> String {
    try writing.close()
    defer { try? reading.close() }
    var text: [UInt8] = []
    while let part = try part() { text += part }
    return String(decoding: text, as: UTF8.self)
  }

  /// Writes spaces until there is no more room.
  func fill() throws {
    while POSIX.isWritable(writing) { _ = try POSIX.write([UInt8(ascii: " ")], to: writing) }
  }

  /// What comes up to some text, without the spaces of ``fill()``.
  func drained(upTo end: String) throws -> String {
    var text = ""
    while !text.hasSuffix(end), let part = try part() {
      text += String(decoding: part, as: UTF8.self)
      text = String(text.drop { $0 == " " })
    }
    return text
  }

  /// Nil at the end.
  private func part() throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = try bytes.withUnsafeMutableBytes { try reading.read(into: $0) }
    return count == 0 ? nil : Array(bytes.prefix(count))
  }
}
