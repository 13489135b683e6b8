package import GateKit

/// The id and the secret of an app of the Admin Console, to mint tokens with.
package struct ClientCredentials: Equatable, Sendable {
  /// The longest secret that is accepted, in bytes.
  private static let secretLimit = 64 * 1_024

  package let id: String
  package let secret: Secret

  private init(id: String, idOrigin: String, secret: String, origin: String) throws(CredentialError)
  {
    try Self.check(id: id, origin: idOrigin)
    let key = secret.withoutTrailingLineBreak
    guard !key.isEmpty else { throw .emptyClientSecret(origin: origin) }
    self.id = id
    self.secret = Secret(key)
  }

  /// - Throws: ``CredentialError`` when a text cannot be an id.
  package static func check(id: String, origin: String) throws(CredentialError) {
    guard !id.isEmpty, id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      // An id that is none may be the secret in the wrong variable, so it is not quoted.
      throw .malformedClientID(origin: origin)
    }
  }

  /// Takes the secret as it is, but for a line break at its end.
  ///
  /// - Parameters:
  ///   - idOrigin: where the id came from, as the subject of a sentence: `KORE_CLIENT_ID`.
  ///   - secretOrigin: the same of the secret.
  /// - Throws: ``CredentialError`` when one of them is unusable.
  package init(
    id: String, idOrigin: String, secret: String, secretOrigin: String
  ) throws(CredentialError) {
    try self.init(id: id, idOrigin: idOrigin, secret: secret, origin: secretOrigin)
  }

  /// Reads the secret from a file, as it is but for a line break at its end.
  ///
  /// - Throws: ``CredentialError`` when the file cannot be read or one of them is unusable.
  package init(id: String, idOrigin: String, secretFile path: String) async throws(CredentialError)
  {
    let origin = "the client secret file \(quoted(path))"
    let bytes: [UInt8]
    do throws(BoundedFileError) {
      bytes = try await BoundedFile.contents(ofPath: path, limit: Self.secretLimit)
    } catch {
      throw .unreadable(origin: origin, error)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .clientSecretNoText(origin: origin)
    }
    try self.init(id: id, idOrigin: idOrigin, secret: text, origin: origin)
  }
}

extension String {
  /// Editors end a file with a line break, which is no part of a secret.
  fileprivate var withoutTrailingLineBreak: String {
    let bytes = utf8
    guard bytes.last == UInt8(ascii: "\n") else { return self }
    let line = bytes.dropLast()
    return String(Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
  }
}
