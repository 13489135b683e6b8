import GateKit

/// Where a redirect points to, in a form that can be shown.
///
/// Query, fragment and user information are left out, since they may hold a session or a password.
struct RedirectTarget: CustomStringConvertible {
  /// Words that stand in the host or the path of a login page.
  private static let loginWords: Set<String> = [
    "login", "logon", "signin", "sso", "auth", "oauth", "oauth2", "saml", "saml2", "idp", "adfs",
    "account", "accounts", "authenticate", "authorize",
  ]

  /// Scheme, host and path, as far as the `Location` header names them.
  private let place: Substring

  init(_ location: String) {
    var place = location.prefix { !["?", "#", ";"].contains($0) }
    if let slashes = place.firstRange(of: "//") {
      let authority = place[slashes.upperBound...].prefix { $0 != "/" }
      if let at = authority.lastIndex(of: "@") { place.removeSubrange(slashes.upperBound...at) }
    }
    self.place = place
  }

  var looksLikeLogin: Bool {
    let words = place.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return words.contains { Self.loginWords.contains($0) }
      || zip(words, words.dropFirst()).contains { $0 == "sign" && $1 == "in" }
  }

  var description: String {
    let text = UntrustedText(place).sanitized(limit: 120)
    if text.isEmpty { return "nowhere" }
    return looksLikeLogin ? "\(text), which looks like a login page" : text
  }
}
