import GateKit

/// Merges flags and environment, turns text into values, and collects every mistake on the way.
///
/// A flag wins over its variable. A value that is malformed is a mistake that says where it came from;
/// what is read then keeps its default, and a run with a mistake does not start.
struct SettingReader {
  let environment: [String: String]

  /// In the order in which the settings were read, which is that of the help.
  private(set) var mistakes: [StartError] = []

  init(environment: [String: String]) {
    self.environment = environment
  }

  /// A value as it was written, and where.
  struct Source: Equatable {
    let text: String
    /// The flag or the variable.
    let origin: String

    func mistake(accepted: String) -> StartError {
      StartError("\(origin): '\(UntrustedText(text))' is not accepted; expected \(accepted).")
    }
  }

  /// Collects a mistake, once where the same is written twice.
  ///
  /// - Parameter place: where it belongs among the others when it is found late, or nil for the end.
  mutating func note(_ mistake: StartError, at place: Int? = nil) {
    guard !mistakes.contains(mistake) else { return }
    mistakes.insert(mistake, at: place ?? mistakes.endIndex)
  }

  /// The value of a setting, or nil when neither flag nor variable is given.
  ///
  /// An empty variable counts as not given: that is what CI systems make of a variable that does
  /// not exist.
  ///
  /// - Parameter isEmptyGiven: whether an empty variable counts after all.
  func source(_ setting: Setting, flag: String? = nil, isEmptyGiven: Bool = false) -> Source? {
    if let flag, let origin = setting.flag { return Source(text: flag, origin: origin) }
    guard let variable = setting.variable, let text = environment[variable],
      !text.isEmpty || isEmptyGiven
    else { return nil }
    return Source(text: text, origin: variable)
  }

  /// Reads one setting with a parser, or leaves the value as it is when it is not given.
  ///
  /// - Returns: whether the value is what somebody wants, and not what is left after a mistake.
  @discardableResult
  mutating func read<Value>(
    _ setting: Setting, flag: String?, into value: inout Value,
    parse: (String) throws(InvalidValue) -> Value
  ) -> Bool {
    guard let source = source(setting, flag: flag) else { return true }
    return read(source, into: &value, parse: parse)
  }

  @discardableResult
  mutating func read<Value>(
    _ source: Source, into value: inout Value, parse: (String) throws(InvalidValue) -> Value
  ) -> Bool {
    do {
      value = try parse(source.text)
      return true
    } catch {
      note(source.mistake(accepted: error.accepted))
      return false
    }
  }

  @discardableResult
  mutating func readDuration(
    _ setting: Setting, flag: String?, into value: inout Duration
  ) -> Bool {
    read(setting, flag: flag, into: &value, parse: Duration.init(parsing:))
  }

  /// Reads a word of a closed set.
  mutating func readWord<Word: RawRepresentable<String> & CaseIterable>(
    _ setting: Setting, flag: String?, into word: inout Word
  ) {
    read(setting, flag: flag, into: &word) { text throws(InvalidValue) in
      guard let word = Word(rawValue: text) else {
        throw InvalidValue(accepted: Word.allCases.map(\.rawValue).joined(separator: " or "))
      }
      return word
    }
  }

  /// Reads a switch: the flag turns it on, and a variable says `true` or `false`.
  mutating func readSwitch(_ setting: Setting, flag: Bool, into value: inout Bool) {
    guard !flag else {
      value = true
      return
    }
    read(setting, flag: nil, into: &value) { text throws(InvalidValue) in
      switch text.lowercased() {
      case "1", "true", "yes", "on": true
      case "0", "false", "no", "off": false
      default: throw InvalidValue(accepted: "true or false")
      }
    }
  }

  /// Reads the path of a file, which must not be empty where it is given.
  mutating func readPath(_ setting: Setting, flag: String?, into path: inout String?) {
    read(setting, flag: flag, into: &path) { text throws(InvalidValue) in
      guard !text.isEmpty else { throw InvalidValue(accepted: "the path of a file") }
      return text
    }
  }

  /// Reads a repeatable flag, or a variable with commas or line breaks between its values.
  func sources(_ setting: Setting, flags: [String]) -> [Source] {
    if !flags.isEmpty, let origin = setting.flag {
      return flags.map { Source(text: $0, origin: origin) }
    }
    guard let source = source(setting) else { return [] }
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
