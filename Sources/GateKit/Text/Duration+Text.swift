extension Duration {
  /// The longest duration that a setting may have: 30 days, so that no sum of times can overflow.
  package static let settingLimit: Duration = .seconds(30 * 24 * 60 * 60)

  /// What ``init(parsing:)`` accepts, for an error message.
  package static let acceptedText =
    "a time above zero and at most 30 days, such as 90s, 5m, 1h30m or 250ms"

  /// Reads `90s`, `5m`, `1h30m`, `250ms` and `1.5s`; a bare number is seconds.
  ///
  /// The units are `h`, `m`, `s` and `ms`, in this order, each at most once.
  ///
  /// - Throws: ``InvalidValue`` for any other form, for zero, and above ``settingLimit``.
  package init(parsing text: String) throws(InvalidValue) {
    guard let duration = Self.parsed(text), duration > .zero, duration <= .settingLimit else {
      throw InvalidValue(accepted: Self.acceptedText)
    }
    self = duration
  }

  private static func parsed(_ text: String) -> Duration? {
    var rest = text[...]
    if let seconds = number(takenFrom: &rest), rest.isEmpty { return seconds }
    rest = text[...]
    var sum = Duration.zero
    var units: [(name: String, perSecond: Double)] =
      [("h", 3_600), ("m", 60), ("s", 1), ("ms", 0.001)]
    while !rest.isEmpty {
      guard let amount = number(takenFrom: &rest) else { return nil }
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      guard let index = units.firstIndex(where: { $0.name == name }) else { return nil }
      sum += .milliseconds(Int64((amount.inSeconds * units[index].perSecond * 1_000).rounded()))
      units.removeFirst(index + 1)
      rest.removeFirst(name.count)
    }
    return sum
  }

  /// Up to nine digits with at most three decimals, as seconds.
  private static func number(takenFrom text: inout Substring) -> Duration? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let decimals = parts.count > 1 ? parts[1] : "0"
    guard (1...9).contains(parts[0].count), let seconds = Int(digits: parts[0]),
      (1...3).contains(decimals.count), let thousandths = Int(digits: (decimals + "00").prefix(3))
    else { return nil }
    text.removeFirst(number.count)
    return .seconds(seconds) + .milliseconds(thousandths)
  }

  /// The duration as people write it: `250ms`, `4.2s`, `33s`, `2m`, `1h 30m`.
  package var text: String {
    let total = milliseconds
    switch total {
    case ..<0: return "0ms"
    case ..<1_000: return "\(total)ms"
    case ..<10_000 where total % 1_000 >= 50: return "\(Self.oneDecimal(total))s"
    case ..<59_500: return "\((total + 500) / 1_000)s"
    default: return Self.unitsText((total + 500) / 1_000)
    }
  }

  /// The duration in seconds with exactly three decimals and a point: `33.104`.
  package var secondsText: String {
    let total = max(0, milliseconds)
    return "\(total / 1_000).\((total % 1_000).padded(to: 3))"
  }

  private static func oneDecimal(_ milliseconds: Int64) -> String {
    let tenths = (milliseconds + 50) / 100
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  private static func unitsText(_ seconds: Int64) -> String {
    let units = [
      ("d", seconds / 86_400), ("h", seconds / 3_600 % 24), ("m", seconds / 60 % 60),
      ("s", seconds % 60),
    ]
    let shown = units.drop { $0.1 == 0 }.prefix(2).filter { $0.1 > 0 }
    return shown.map { "\($0.1)\($0.0)" }.joined(separator: " ")
  }
}

extension Duration {
  /// Whole milliseconds, rounded towards zero and held within `Int64`.
  package var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    let limit = Int64.max / 2_000
    return min(max(seconds, -limit), limit) * 1_000 + attoseconds / 1_000_000_000_000_000
  }

  /// Seconds as a floating-point number.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
