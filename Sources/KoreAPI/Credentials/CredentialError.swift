import GateKit

/// Says why there is no token to send; never quotes what was found instead.
///
/// `origin` says where the token came from: `KORE_JWT`, or `the token file 'jwt.txt'`.
package enum CredentialError: Error, Equatable, CustomStringConvertible {
  case empty(origin: String)
  case whitespaceInside(origin: String)
  case unusableCharacter(origin: String)
  case tooLong(origin: String)
  case unreadable(origin: String, BoundedFileError)
  case malformedClientID(origin: String)
  case emptyClientSecret(origin: String)
  case clientSecretNoText(origin: String)
  /// A command cannot even be started; the reason is the rest of the sentence.
  case unstartable(origin: String, reason: String)
  /// There is no token for any other reason, which is the rest of the sentence.
  case failed(origin: String, reason: String)

  /// Whether the mistake is in what somebody typed or wrote to a file, and not in what a program or a
  /// server made of it.
  package var isUsage: Bool {
    switch self {
    case .unreadable(_, .timedOut), .failed: false
    case .empty, .whitespaceInside, .unusableCharacter, .tooLong, .unreadable, .malformedClientID,
      .emptyClientSecret, .clientSecretNoText, .unstartable:
      true
    }
  }

  /// A sentence without a full stop.
  package var description: String {
    switch self {
    case .empty(let origin):
      "\(origin) is empty; expected a JWT"
    case .whitespaceInside(let origin):
      "\(origin) has white space inside; expected the JWT alone, without 'Bearer'"
    case .unusableCharacter(let origin):
      "\(origin) has a control or non-ASCII character; expected the JWT alone"
    case .tooLong(let origin):
      "\(origin) is longer than \(Secret.lengthLimit / 1_024) KiB; expected the JWT alone"
    case .unreadable(let origin, let error):
      "\(origin) \(error)"
    case .malformedClientID(let origin):
      "\(origin) is no client id; expected the app's id alone, such as cs-a86a6717-…"
    case .emptyClientSecret(let origin):
      "\(origin) is empty; expected the app's client secret"
    case .clientSecretNoText(let origin):
      "\(origin) is not UTF-8; expected the app's client secret alone"
    case .unstartable(let origin, let reason), .failed(let origin, let reason):
      "\(origin) \(reason)"
    }
  }
}

extension Secret {
  /// Takes a token from text, without the white space around it.
  ///
  /// - Parameters:
  ///   - text: the token, perhaps with white space around it.
  ///   - origin: where the text came from, as the subject of a sentence.
  /// - Throws: ``CredentialError`` when the rest cannot be the value of a header.
  package init(token text: String, origin: String) throws(CredentialError) {
    let bytes = text.utf8
    let whitespace: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D]
    guard let first = bytes.firstIndex(where: { !whitespace.contains($0) }),
      let last = bytes.lastIndex(where: { !whitespace.contains($0) })
    else { throw .empty(origin: origin) }
    let token = bytes[first...last]
    guard token.count <= Self.lengthLimit else { throw .tooLong(origin: origin) }
    guard !token.contains(where: whitespace.contains) else {
      throw .whitespaceInside(origin: origin)
    }
    guard token.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .unusableCharacter(origin: origin)
    }
    self.init(String(Substring(token)))
  }
}
