import NIOSSL

/// Whom the certificate of a server must be made out to: the host that is asked.
///
/// A name is looked for among the DNS names of the certificate alone, and an address among its IP
/// addresses alone; the subject's common name counts for nothing. NIOSSL's own check is not used: it
/// compares IP addresses with the other end of the socket, which is the proxy's or whatever a name
/// server said, accepts a common name, and lets `k*re.example` match.
///
/// Source: https://www.rfc-editor.org/rfc/rfc9525#section-6
struct ServerIdentity: Equatable, Sendable {
  private let host: Host

  private enum Host: Equatable {
    case name(DNSLabels)
    case address(IPAddress)
    /// No certificate is made out to this.
    case unusable
  }

  /// - Parameter host: a name in its ASCII form, or an address without brackets.
  init(host: String) {
    if let address = IPAddress(host) {
      self.host = .address(address)
    } else {
      self.host = DNSLabels(host.utf8).map { .name($0) } ?? .unusable
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

  /// Whether a DNS name of a certificate covers the host.
  func matches(dnsName: some Sequence<UInt8>) -> Bool {
    guard case .name(let name) = host, let pattern = DNSLabels(dnsName) else { return false }
    return name.isCovered(by: pattern)
  }

  /// Whether an IP address of a certificate, 4 or 16 bytes, is the host.
  func matches(ipAddress: some Sequence<UInt8>) -> Bool {
    guard case .address(let address) = host else { return false }
    return IPAddress(bytes: Array(ipAddress)) == address
  }
}

/// The labels of a DNS name, as bytes in lower case.
private struct DNSLabels: Equatable {
  private static let wildcard = [UInt8(ascii: "*")]

  private let labels: [[UInt8]]

  /// - Parameter name: may end with the dot that marks it as complete.
  /// - Returns: nil when a label is empty.
  init?(_ name: some Sequence<UInt8>) {
    var bytes = name.map { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
    if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { Array($0) }
    guard labels.allSatisfy({ !$0.isEmpty }) else { return nil }
  }

  /// Whether a name in a certificate is this one, or stands for it with a wildcard.
  ///
  /// A wildcard is the whole first label and stands for exactly one. At least two labels must follow,
  /// as OpenSSL and curl want it: `*.example` would be a whole top-level domain.
  func isCovered(by pattern: DNSLabels) -> Bool {
    guard pattern.labels.first == Self.wildcard else { return pattern == self }
    return pattern.labels.count > 2 && pattern.labels.count == labels.count
      && pattern.labels.dropFirst() == labels.dropFirst()
  }
}
