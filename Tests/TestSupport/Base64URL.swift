package import Foundation

/// Base64 in the alphabet of URLs, by Foundation.
///
/// Source: https://www.rfc-editor.org/rfc/rfc7515#section-2
package enum Base64URL {
  package static func encoded(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// Nil for a text that ``encoded(_:)`` does not write: of another alphabet, with `=` at the end,
  /// or with bits that are left over.
  package static func decoded(_ text: Substring) -> Data? {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    let data = Data(
      base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    return data.flatMap { encoded($0) == text ? $0 : nil }
  }
}
