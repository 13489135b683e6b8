#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Compressed bodies.
enum Gzip {
  /// ``Samples/successful``.
  static let successful = Array(Data(base64Encoded: base64) ?? Data())

  private static let base64 = """
    H4sIAAAAAAACA6WTX2+bMBTF3/spEM91Zf67eWtY1EbKYKpJHzZNkbEvKS2YDJttVdXvXhuWNVWX7qE8WMjn3vs7x4\
    bHE8dxN7VwZ44rFAqZVwYQCJRUUYQiQTBinMcowXEMEf9tH/fU9jCu607atut1Nm3ddWXxsAO792U9Xy3p1WaeF5Om\
    dA+sXY4cpREjMYsTL0FBiEsUkcBwSBkjLyhDBuUBZ7P5aXrw+M67Qeq8+tTxe6qZHhQoo3mTZuZrEPMHSxgQE2XCK5\
    4gOBceiiIhTJCKI98LS+KLA8AOeg5Ssy2kXbtrQNsAHp6IPfwYQJm5Rd2OwXzs+wgnyD8vMJnhcBaSsyTwvu5TWldj\
    xoFzUKoamklpmNKfO1FXNYhc/nNShM8wCf5MqmWtaxvoSLHBEp+8wtKhbVlv838zm47zOK5jCNUNJuR0+nRRFMvsko\
    6tr/T95b2tkGxKT0HrWm7Vi/KSmK7TdEGpOypPp+9ZSK8usmyxesfC24q9hfSWSQnNRy1kq+PwQ22PzQyjZ42zYnI7\
    mG/lg/iLdZHfLK7pMs/MSR+3cqzu72nYr97ciJPBL+cGemX/yf9aM+v3k6dn/a/Kt/sDAAA=
    """

  /// As many spaces as asked for, and a few hundred more, in about one 160th of their number.
  ///
  /// One block with the fixed codes: a literal space, then the same copy of 258 bytes again and
  /// again. Neither block nor stream has an end, which nobody is meant to reach.
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc1951#section-3.2.6
  static func spaces(_ count: Int) -> [UInt8] {
    let lastBlockWithFixedCodes = [1, 1, 0]
    let literalSpace = [0, 1, 0, 1, 0, 0, 0, 0]
    let copyOf258FromOneBack = [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0]
    // Eight copies are a whole number of bytes.
    let head = lastBlockWithFixedCodes + literalSpace
    let bits = head + Array(repeating: copyOf258FromOneBack, count: 16).joined()
    let aligned = bits.prefix(16 + 8 * 13)
    let packed = stride(from: 0, to: aligned.count, by: 8).map { start in
      (0..<8).reduce(UInt8(0)) { $0 | UInt8(aligned[start + $1]) << $1 }
    }
    let repeated = Array(repeating: packed.dropFirst(2), count: count / (8 * 258) + 1).joined()
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + packed.prefix(2) + repeated
  }
}
