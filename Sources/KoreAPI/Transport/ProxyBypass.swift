import GateKit

/// The hosts that are reached without the proxy, as `NO_PROXY` lists them.
///
/// There is no standard; the forms here are those that curl, wget, Go and Python have in common.
/// Entries that cannot be read are skipped, since other programs read the same variable.
///
/// Source: https://about.gitlab.com/blog/we-need-to-talk-no-proxy/
struct ProxyBypass: Equatable {
  private let rules: [Rule]

  private enum Rule: Equatable {
    /// `*`.
    case everything
    /// `example.com` or `.example.com`: the host and all below it; with a port, only that port.
    case domain(String, port: Int?)
    case address(IPAddress, port: Int?)
    /// `10.0.0.0/8`, `fd00::/8`.
    case network(IPAddress, bits: Int)
  }

  /// - Parameter list: entries between commas or white space.
  init(_ list: String) {
    rules = list.split { $0 == "," || $0.isWhitespace }.compactMap { Self.rule(String($0)) }
  }

  func covers(host: String, port: Int) -> Bool {
    let host = host.lowercased().withoutDotAtEnd
    let address = IPAddress(host)
    return rules.contains { rule in
      switch rule {
      case .everything: true
      case .domain(let domain, let rulePort):
        address == nil && (rulePort ?? port) == port
          && (host == domain || host.hasSuffix(".\(domain)"))
      case .address(let ruleAddress, let rulePort):
        address == ruleAddress && (rulePort ?? port) == port
      case .network(let network, let bits):
        address?.sharesBits(bits, with: network) == true
      }
    }
  }

  private static func rule(_ entry: String) -> Rule? {
    if entry == "*" { return .everything }
    if let slash = entry.firstIndex(of: "/") {
      guard let network = IPAddress(entry[..<slash]),
        let bits = Int(digits: entry[entry.index(after: slash)...]),
        (0...network.bitCount).contains(bits)
      else { return nil }
      return .network(network, bits: bits)
    }
    if let address = IPAddress(entry) { return .address(address, port: nil) }
    var name = entry[...]
    var port: Int?
    if let colon = entry.lastIndex(of: ":") {
      port = Int(digits: entry[entry.index(after: colon)...])
      guard port != nil else { return nil }
      name = entry[..<colon]
    }
    if let address = IPAddress(name) { return .address(address, port: port) }
    if name.hasPrefix("*.") { name.removeFirst() }
    let domain = name.drop { $0 == "." }.lowercased().withoutDotAtEnd
    return domain.isEmpty ? nil : .domain(domain, port: port)
  }
}

extension String {
  /// A host name without the dot that marks it as complete.
  fileprivate var withoutDotAtEnd: String { hasSuffix(".") ? String(dropLast()) : self }
}
