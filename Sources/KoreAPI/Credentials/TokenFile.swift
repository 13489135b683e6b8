package import GateKit

/// A token in a file, which something else may keep fresh.
package actor TokenFile: TokenSource {
  package nonisolated var origin: String { Self.origin(path) }

  private let path: String

  /// What was read last, or nil when the file is to be read before the next request.
  private var secret: Secret?

  /// Reads the file.
  ///
  /// - Throws: ``CredentialError`` when it cannot be read or holds no token.
  package init(path: String) async throws(CredentialError) {
    self.path = path
    secret = try await Self.read(path)
  }

  package func token() async throws(CredentialError) -> Secret {
    if let secret { return secret }
    let secret = try await Self.read(path)
    self.secret = secret
    return secret
  }

  /// The file is read again for the next request, and again after that one if it was unreadable.
  package func renew() async throws(CredentialError) {
    secret = nil
    _ = try await token()
  }

  private static func origin(_ path: String) -> String { "the token file \(quoted(path))" }

  private static func read(_ path: String) async throws(CredentialError) -> Secret {
    let origin = origin(path)
    let bytes: [UInt8]
    do throws(BoundedFileError) {
      bytes = try await BoundedFile.contents(ofPath: path, limit: Secret.lengthLimit)
    } catch {
      throw .unreadable(origin: origin, error)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unusableCharacter(origin: origin)
    }
    return try Secret(token: text, origin: origin)
  }
}
