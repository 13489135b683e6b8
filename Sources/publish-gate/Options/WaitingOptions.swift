import ArgumentParser
import GateKit
import KoreAPI

/// A command that waits, with defaults of its own.
protocol WaitingDefaults {
  static var defaults: GateSettings { get }
}

/// How long to wait, how often to ask, and what to accept.
struct WaitingOptions<Command: WaitingDefaults>: ParsableArguments {
  @Option(
    help: Setting.timeout.help(
      "Deadline of the whole wait.", value: "time", defaultText: Command.defaults.limits.total.text)
  )
  var timeout: String?

  @Option(
    help: Setting.startTimeout.help(
      "How long a fresh job may take to appear.", value: "time",
      defaultText: Command.defaults.limits.start.text))
  var startTimeout: String?

  @Option(
    help: Setting.contactTimeout.help(
      "How long to go without one good answer.", value: "time",
      defaultText: Command.defaults.limits.contact.text))
  var contactTimeout: String?

  @Option(
    help: Setting.requestTimeout.help(
      "One request, its body included.", value: "time",
      defaultText: Command.defaults.limits.request.text))
  var requestTimeout: String?

  @Option(
    help: Setting.initialInterval.help(
      "The first wait between polls.", value: "time",
      defaultText: Command.defaults.backoff.initial.text))
  var initialInterval: String?

  @Option(
    help: Setting.maxInterval.help(
      "The longest wait between polls.", value: "time",
      defaultText: Command.defaults.backoff.maximum.text))
  var maxInterval: String?

  @Option(
    help: Setting.backoffFactor.help(
      "How much longer each wait is than the one before.", value: "number",
      defaultText: HelpText.number(Command.defaults.backoff.factor)))
  var backoffFactor: String?

  @Option(
    help: Setting.cadence.help(
      "How waits follow each other: \(Self.onlyCadence).", value: "cadence",
      defaultText: Self.onlyCadence),
    completion: .list([Self.onlyCadence]))
  var cadence: String?

  @Option(
    help: Setting.since.help(
      "Accept only a job requested at or after this time: RFC 3339, or seconds since 1970.",
      value: "time"))
  var since: String?

  @Option(
    help: Setting.freshWithin.help(
      "Without --since: accept a finished job requested at most this long before the start.",
      value: "time", defaultText: Command.defaults.freshness.maximumAge.text))
  var freshWithin: String?

  @Flag(
    help: Setting.anyAge.help("Judge whatever job the server shows."))
  var anyAge = false

  @Option(
    help: Setting.allowResource.help(
      "A resource that may fail without failing the gate, TYPE:NAME with '*'; repeatable.",
      value: "pattern"))
  var allowResource: [String] = []

  @Flag(
    help: Setting.requireLive.help("Fail on a resource that only awaits approval."))
  var requireLive = false

  @Option(
    help: Setting.heartbeat.help(
      "The longest silence of the log.", value: "time",
      defaultText: Command.defaults.heartbeat.text))
  var heartbeat: String?

  private static var onlyCadence: String { "exponential" }

  /// Fills in what is given; the rest keeps its defaults.
  func read(_ reader: inout SettingReader, into settings: inout GateSettings) {
    reader.readDuration(.timeout, flag: timeout, into: &settings.limits.total)
    reader.readDuration(.startTimeout, flag: startTimeout, into: &settings.limits.start)
    reader.readDuration(.contactTimeout, flag: contactTimeout, into: &settings.limits.contact)
    reader.readDuration(.requestTimeout, flag: requestTimeout, into: &settings.limits.request)
    readBackoff(&reader, into: &settings.backoff)
    readFreshness(&reader, into: &settings.freshness)
    for source in reader.sources(.allowResource, flags: allowResource) {
      var pattern: ResourcePattern?
      reader.read(source, into: &pattern) { text throws(InvalidValue) in
        try ResourcePattern(parsing: text)
      }
      settings.resources.allowed += [pattern].compactMap(\.self)
    }
    reader.readSwitch(.requireLive, flag: requireLive, into: &settings.resources.requiresLive)
    reader.readDuration(.heartbeat, flag: heartbeat, into: &settings.heartbeat)
  }

  private func readBackoff(_ reader: inout SettingReader, into backoff: inout Backoff) {
    let isInitialRead = reader.readDuration(
      .initialInterval, flag: initialInterval, into: &backoff.initial)
    let isMaximumRead = reader.readDuration(.maxInterval, flag: maxInterval, into: &backoff.maximum)
    if backoff.initial > backoff.maximum {
      if let source = reader.source(.initialInterval, flag: initialInterval) {
        let maximum = "at most the longest wait, --max-interval, which is \(backoff.maximum.text)"
        if isInitialRead, isMaximumRead { reader.note(source.mistake(accepted: maximum)) }
      } else {
        // The default goes with the default maximum, and gives way to another one.
        backoff.initial = backoff.maximum
      }
    }
    reader.read(.backoffFactor, flag: backoffFactor, into: &backoff.factor) {
      text throws(InvalidValue) in
      guard let factor = Double(decimal: text), (1...100).contains(factor) else {
        throw InvalidValue(accepted: "a number from 1 to 100, such as 1.5")
      }
      return factor
    }
    if let source = reader.source(.cadence, flag: cadence), source.text != Self.onlyCadence {
      reader.note(source.mistake(accepted: Self.onlyCadence))
    }
  }

  private func readFreshness(
    _ reader: inout SettingReader, into freshness: inout FreshnessPolicy
  ) {
    reader.read(.since, flag: since, into: &freshness.since) { text throws(InvalidValue) in
      // Seconds since 1970 are what `date +%s` prints.
      if let seconds = Double(decimal: text), (0...253_402_300_799).contains(seconds) {
        return Timestamp(millisecondsSinceEpoch: Int64(seconds * 1_000))
      }
      guard let time = Timestamp(iso8601: text) else {
        throw InvalidValue(
          accepted: "a time such as 2026-01-02T03:04:05Z, or seconds since 1970")
      }
      return time
    }
    reader.readDuration(.freshWithin, flag: freshWithin, into: &freshness.maximumAge)
    reader.readSwitch(.anyAge, flag: anyAge, into: &freshness.acceptsAnyAge)
  }
}
