import GateKit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An IPv4 or IPv6 address, as bytes in network order.
///
/// An IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address that it means.
struct IPAddress: Equatable {
  private let bytes: [UInt8]

  /// Reads `10.0.0.1`, `::1` or `[::1]`; nil for anything else, such as a name.
  init?(_ text: some StringProtocol) {
    let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
    let text = isBracketed ? String(text.dropFirst().dropLast()) : String(text)
    var v4 = in_addr()
    var v6 = in6_addr()
    if !isBracketed, inet_pton(AF_INET, text, &v4) == 1 {
      self.init(bytes: withUnsafeBytes(of: &v4) { Array($0) })
    } else if inet_pton(AF_INET6, text, &v6) == 1 {
      self.init(bytes: withUnsafeBytes(of: &v6) { Array($0) })
    } else {
      return nil
    }
  }

  /// Nil for anything but 4 or 16 bytes.
  init?(bytes: [UInt8]) {
    switch bytes.count {
    case 4: self.bytes = bytes
    case 16:
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11] == [0xFF, 0xFF]
      self.bytes = isMapped ? Array(bytes[12...]) : bytes
    default: return nil
    }
  }

  var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
  }

  /// How many bits an address of this family has.
  var bitCount: Int { bytes.count * 8 }

  /// Whether the first bits are those of another address of the same family.
  func sharesBits(_ count: Int, with other: IPAddress) -> Bool {
    guard bytes.count == other.bytes.count else { return false }
    return zip(bytes, other.bytes).enumerated().allSatisfy { index, pair in
      let compared = min(max(count - index * 8, 0), 8)
      return (pair.0 ^ pair.1) >> (8 - compared) == 0
    }
  }
}

extension String {
  /// Reads the host of a URL: a name in ASCII, an IPv4 address, or an IPv6 address in brackets.
  ///
  /// The result is in lower case, an IPv6 address without its brackets; nil for any other text.
  init?(urlHost text: some StringProtocol) {
    let isAddress = text.hasPrefix("[") && IPAddress(text) != nil
    let isName = text.utf8.allSatisfy { $0.isLetterOrDigit || "-._".utf8.contains($0) }
    guard isAddress || (isName && !text.isEmpty) else { return nil }
    self = (isAddress ? String(text.dropFirst().dropLast()) : String(text)).lowercased()
  }

  /// The host as a URL writes it.
  var urlHost: String { contains(":") ? "[\(self)]" : self }
}
