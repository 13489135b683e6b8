package import GateKit

/// A token on standard input, which can be read just once.
package actor StandardInputToken: TokenSource {
  package nonisolated let origin = "standard input"

  /// How long the end of the input may take to come.
  private static let patience: Duration = .seconds(30)

  private var secret: Secret?

  package init() {}

  package func token() async throws(CredentialError) -> Secret {
    if let secret { return secret }
    let bytes: [UInt8]
    do throws(BoundedFileError) {
      bytes = try await BoundedFile.standardInput(
        limit: Secret.lengthLimit, within: Self.patience)
    } catch {
      throw .unreadable(origin: origin, error)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unusableCharacter(origin: origin)
    }
    let secret = try Secret(token: text, origin: origin)
    self.secret = secret
    return secret
  }

  /// There is nothing more to be read.
  package func renew() async throws(CredentialError) {}
}
