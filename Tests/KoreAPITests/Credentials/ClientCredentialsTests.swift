import GateKit
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct ClientCredentialsTests {
  @Test(arguments: [
    ("secret", "secret"), ("secret\n", "secret"), ("secret\r\n", "secret"),
    ("secret\n\n", "secret\n"), ("secret\r", "secret\r"), (" se cret ", " se cret "),
    ("sécret☂\n", "sécret☂"), ("a\r\nb\r\n", "a\r\nb"),
  ])
  func dropsOneLineBreakAtTheEndAndNothingElse(_ text: String, _ secret: String) async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text.utf8)
    let fromFile = try await ClientCredentials(id: "cs-1", idOrigin: "ID", secretFile: path)
    let fromText = try ClientCredentials(
      id: "cs-1", idOrigin: "ID", secret: text, secretOrigin: "SECRET")
    #expect(fromFile.secret == Secret(secret))
    #expect(fromText.secret == Secret(secret))
    #expect(fromFile.id == "cs-1")
  }

  @Test(arguments: ["", "\n", "\r\n"])
  func refusesAnEmptySecret(_ text: String) async throws {
    #expect(throws: CredentialError.emptyClientSecret(origin: "SECRET")) {
      try ClientCredentials(id: "cs-1", idOrigin: "ID", secret: text, secretOrigin: "SECRET")
    }
    let folder = try TemporaryFolder()
    let path = try folder.write(text.utf8)
    await #expect(
      throws: CredentialError.emptyClientSecret(origin: "the client secret file '\(path)'")
    ) {
      try await ClientCredentials(id: "cs-1", idOrigin: "ID", secretFile: path)
    }
  }

  @Test(arguments: ["", "cs 1", "cs-1\n", "\u{0}", "cß"])
  func refusesAMalformedIDWithoutQuotingIt(_ id: String) {
    let error = CredentialError.malformedClientID(origin: "ID")
    #expect(throws: error) {
      try ClientCredentials(id: id, idOrigin: "ID", secret: "x", secretOrigin: "SECRET")
    }
    #expect("\(error)" == "ID is no client id; expected the app's id alone, such as cs-a86a6717-…")
  }

  @Test func refusesAFileThatIsNotUTF8() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([0x61, 0xFF])
    await #expect(
      throws: CredentialError.clientSecretNoText(origin: "the client secret file '\(path)'")
    ) {
      try await ClientCredentials(id: "cs-1", idOrigin: "ID", secretFile: path)
    }
  }

  @Test(arguments: [("/nonexistent/s", "does not exist"), ("/dev/null", "is no regular file")])
  func namesTheFileThatItCannotRead(_ path: String, _ reason: String) async {
    let error = await #expect(throws: CredentialError.self) {
      try await ClientCredentials(id: "cs-1", idOrigin: "ID", secretFile: path)
    }
    #expect(error.map { "\($0)" } == "the client secret file '\(path)' \(reason)")
    #expect(error?.isUsage == true)
  }
}
