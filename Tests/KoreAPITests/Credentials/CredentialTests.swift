import GateKit
import TestSupport
import Testing

@testable import KoreAPI

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct CredentialTests {
  @Test func showsNoSecret() {
    struct Holder {
      let secret = Secret("hunter2")
    }
    var dumped = ""
    dump(Holder(), to: &dumped)
    let texts = [
      "\(Secret("hunter2"))", String(reflecting: Secret("hunter2")), dumped, "\(Holder())",
      String(reflecting: Holder()), "\([Secret("hunter2")])",
    ]
    #expect(texts.allSatisfy { $0.contains("<secret>") && !$0.contains("hunter2") })
    #expect(Secret("hunter2").revealed() == "hunter2")
  }

  @Test(arguments: ["a.b.c", "a.b.c\n", "a.b.c\r\n", " \t a.b.c \n\n"])
  func takesATokenWithoutTheWhiteSpaceAroundIt(_ text: String) async throws {
    #expect(try await StaticToken(text, origin: "KORE_JWT").token() == Secret("a.b.c"))
  }

  @Test(
    arguments: [
      ("", .empty(origin: "KORE_JWT")), (" \n", .empty(origin: "KORE_JWT")),
      ("Bearer a.b.c", .whitespaceInside(origin: "KORE_JWT")),
      ("a.b\n.c", .whitespaceInside(origin: "KORE_JWT")),
      ("a.b.\u{0}c", .unusableCharacter(origin: "KORE_JWT")),
      ("a.b.\u{7F}c", .unusableCharacter(origin: "KORE_JWT")),
      ("a.b.ç", .unusableCharacter(origin: "KORE_JWT")),
      ("\u{A0}a.b.c", .unusableCharacter(origin: "KORE_JWT")),
      ("\u{FEFF}a.b.c", .unusableCharacter(origin: "KORE_JWT")),
      (String(repeating: "a", count: 65_537), .tooLong(origin: "KORE_JWT")),
    ] as [(String, CredentialError)])
  func refusesWhatIsNoToken(_ text: String, _ error: CredentialError) {
    #expect(throws: error) { try StaticToken(text, origin: "KORE_JWT") }
    #expect(!"\(error)".contains("a.b"))
  }

  @Test func readsATokenFileAgainOnlyWhenItIsToBeRenewed() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("first\n".utf8)
    let tokens = try await TokenFile(path: path)
    try folder.write("second\n".utf8)
    #expect(try await tokens.token() == Secret("first"))
    try await tokens.renew()
    #expect(try await tokens.token() == Secret("second"))
  }

  @Test func readsATokenFileAgainAfterItCouldNotBeRead() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("first".utf8)
    let tokens = try await TokenFile(path: path)
    try folder.write("".utf8)
    let empty = CredentialError.empty(origin: "the token file '\(path)'")
    await #expect(throws: empty) { try await tokens.renew() }
    await #expect(throws: empty) { try await tokens.token() }
    try folder.write("second".utf8)
    #expect(try await tokens.token() == Secret("second"))
  }

  @Test func followsALinkToATokenFile() async throws {
    let folder = try TemporaryFolder()
    try folder.write("linked".utf8, to: "real")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(of: "link"), withDestinationPath: folder.path(of: "real"))
    #expect(try await TokenFile(path: folder.path(of: "link")).token() == Secret("linked"))
  }

  @Test(arguments: [
    ("/nonexistent/token", "does not exist"), ("/dev/null", "is no regular file"),
    ("/dev/zero", "is no regular file"), ("/", "is no regular file"), ("", "does not exist"),
  ])
  func namesTheFileThatItCannotRead(_ path: String, _ reason: String) async {
    let error = await #expect(throws: CredentialError.self) {
      try await TokenFile(path: path)
    }
    #expect(error.map { "\($0)" } == "the token file '\(path)' \(reason)")
  }

  @Test func refusesALargeFileWithoutReadingItAll() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(repeating: 0x61, count: 200_000))
    await #expect(throws: BoundedFileError.tooLarge(limit: 65_536)) {
      try await BoundedFile.contents(ofPath: path, limit: 65_536)
    }
    #expect(try await BoundedFile.contents(ofPath: path, limit: 200_000).count == 200_000)
  }

  @Test func refusesATokenFileThatIsNotUTF8() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([0x61, 0xFF])
    await #expect(throws: CredentialError.unusableCharacter(origin: "the token file '\(path)'")) {
      try await TokenFile(path: path)
    }
  }
}
