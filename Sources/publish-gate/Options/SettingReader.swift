import GateKit

/// Merges flags and environment, and turns text into values: a flag wins over its variable, and a
/// value that is malformed is an error that says where it came from, never the default.
struct SettingReader {
  let environment: [String: String]

  init(environment: [String: String]) {
    self.environment = environment
  }

  /// A value as it was written, and where.
  struct Source: Equatable {
    let text: String
    /// The flag or the variable.
    let origin: String

    func error(accepted: String) -> StartError {
      StartError("\(origin): '\(UntrustedText(text))' is not accepted; expected \(accepted).")
    }
  }

  /// The value of a setting, or nil when neither flag nor variable is given.
  ///
  /// An empty variable counts as not given: that is what CI systems make of a variable that does
  /// not exist.
  ///
  /// - Parameter isEmptyGiven: whether an empty variable counts after all.
  func source(_ setting: Setting, flag: String?, isEmptyGiven: Bool = false) -> Source? {
    if let flag, let origin = setting.flag { return Source(text: flag, origin: origin) }
    guard let variable = setting.variable, let text = environment[variable],
      !text.isEmpty || isEmptyGiven
    else { return nil }
    return Source(text: text, origin: variable)
  }

  /// Reads one setting with a parser, or leaves the value as it is when it is not given.
  func read<Value>(
    _ setting: Setting, flag: String?, into value: inout Value,
    parse: (String) throws(InvalidValue) -> Value
  ) throws(StartError) {
    guard let source = source(setting, flag: flag) else { return }
    do {
      value = try parse(source.text)
    } catch {
      throw source.error(accepted: error.accepted)
    }
  }

  func readDuration(
    _ setting: Setting, flag: String?, into value: inout Duration
  ) throws(StartError) {
    try read(setting, flag: flag, into: &value, parse: Duration.init(parsing:))
  }

  /// Reads a switch: the flag turns it on, and a variable says `true` or `false`.
  func readSwitch(_ setting: Setting, flag: Bool, into value: inout Bool) throws(StartError) {
    guard !flag else {
      value = true
      return
    }
    try read(setting, flag: nil, into: &value) { text throws(InvalidValue) in
      switch text.lowercased() {
      case "1", "true", "yes", "on": true
      case "0", "false", "no", "off": false
      default: throw InvalidValue(accepted: "true or false")
      }
    }
  }

  /// Reads a repeatable flag, or a variable with commas or line breaks between its values.
  func sources(_ setting: Setting, flags: [String]) -> [Source] {
    if !flags.isEmpty, let origin = setting.flag {
      return flags.map { Source(text: $0, origin: origin) }
    }
    guard let source = source(setting, flag: nil) else { return [] }
    return source.text.split { $0 == "," || $0.isNewline }
      .map { Source(text: trimmed($0), origin: source.origin) }
      .filter { !$0.text.isEmpty }
  }

  private func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
