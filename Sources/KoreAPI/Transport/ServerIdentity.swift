import GateKit
import NIOSSL

/// The host that the certificate of a server must be made out to.
///
/// A name is looked for among the DNS names of the certificate alone, and an address among its IP
/// addresses alone; the subject's common name counts for nothing. NIOSSL's own check is not used: it
/// compares IP addresses with the other end of the socket, which is the proxy or whatever a name
/// server said; it also accepts a common name, and lets `k*re.example` match.
///
/// Source: https://www.rfc-editor.org/rfc/rfc9525#section-6
struct ServerIdentity: Equatable, Sendable {
  private let host: Host

  private enum Host: Equatable {
    /// The labels of a DNS name.
    case name([[UInt8]])
    case address(IPAddress)
    /// A text to which certificates are not made out.
    case unusable
  }

  /// - Parameter host: a name in its ASCII form, or an address without brackets.
  init(host: String) {
    if let address = IPAddress(host) {
      self.host = .address(address)
    } else {
      self.host = Self.labels(of: host.utf8).map { .name($0) } ?? .unusable
    }
  }

  /// Whether a certificate is made out to the host.
  func isProved(by certificate: NIOSSLCertificate) -> Bool {
    certificate._subjectAlternativeNames().contains { name in
      switch name.nameType {
      case .dnsName: matches(dnsName: name.contents)
      case .ipAddress: matches(ipAddress: name.contents)
      default: false
      }
    }
  }

  /// Whether a DNS name of a certificate is the host, or covers it with a wildcard.
  ///
  /// A wildcard is the whole first label and stands for exactly one label. At least two labels must
  /// follow, as OpenSSL and curl want it: `*.example` would be a whole top-level domain.
  func matches(dnsName: some Sequence<UInt8>) -> Bool {
    guard case .name(let name) = host, let pattern = Self.labels(of: dnsName) else { return false }
    guard pattern.first == [UInt8(ascii: "*")] else { return pattern == name }
    return pattern.count > 2 && pattern.count == name.count
      && pattern.dropFirst() == name.dropFirst()
  }

  /// Whether an IP address of a certificate, 4 or 16 bytes, is the host.
  func matches(ipAddress: some Sequence<UInt8>) -> Bool {
    guard case .address(let address) = host else { return false }
    return IPAddress(bytes: Array(ipAddress)) == address
  }

  /// The labels of a DNS name in lower case, or nil when a label is empty.
  ///
  /// - Parameter name: may end with the dot that marks it as complete.
  private static func labels(of name: some Sequence<UInt8>) -> [[UInt8]]? {
    var bytes = name.map(\.lowercase)
    if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.contains(where: \.isEmpty) ? nil : labels.map { Array($0) }
  }
}
