import ArgumentParser
import GateKit
import KoreAPI

/// How long to wait, how often to ask, and what to accept.
struct WaitingOptions: ParsableArguments {
  @Option(
    name: Setting.timeout.longName,
    help: Setting.timeout.help("Deadline of the whole wait.", value: "time", defaultText: "30m"))
  var timeout: String?

  @Option(
    name: Setting.startTimeout.longName,
    help: Setting.startTimeout.help(
      "How long a fresh job may take to appear.", value: "time", defaultText: "2m"))
  var startTimeout: String?

  @Option(
    name: Setting.contactTimeout.longName,
    help: Setting.contactTimeout.help(
      "How long to go without one good answer.", value: "time", defaultText: "2m"))
  var contactTimeout: String?

  @Option(
    name: Setting.requestTimeout.longName,
    help: Setting.requestTimeout.help(
      "One request, its body included.", value: "time", defaultText: "15s"))
  var requestTimeout: String?

  @Option(
    name: Setting.initialInterval.longName,
    help: Setting.initialInterval.help(
      "The first wait between polls.", value: "time", defaultText: "2s"))
  var initialInterval: String?

  @Option(
    name: Setting.maxInterval.longName,
    help: Setting.maxInterval.help(
      "The longest wait between polls.", value: "time", defaultText: "15s"))
  var maxInterval: String?

  @Option(
    name: Setting.backoffFactor.longName,
    help: Setting.backoffFactor.help(
      "How much longer each wait is than the one before.", value: "number", defaultText: "1.5"))
  var backoffFactor: String?

  @Option(
    name: Setting.cadence.longName,
    help: Setting.cadence.help(
      "How waits follow each other: exponential.", value: "cadence", defaultText: "exponential"))
  var cadence: String?

  @Option(
    name: Setting.since.longName,
    help: Setting.since.help(
      "Accept only a job requested at or after this time: RFC 3339, or seconds since 1970.",
      value: "time"))
  var since: String?

  @Option(
    name: Setting.freshWithin.longName,
    help: Setting.freshWithin.help(
      "Without --since: accept a finished job requested at most this long before the start.",
      value: "time", defaultText: "15m"))
  var freshWithin: String?

  @Flag(
    name: Setting.anyAge.longName,
    help: Setting.anyAge.help("Judge whatever job the server shows."))
  var anyAge = false

  @Option(
    name: Setting.allowResource.longName,
    help: Setting.allowResource.help(
      "A resource that may fail without failing the gate, TYPE:NAME with '*'; repeatable.",
      value: "pattern"))
  var allowResource: [String] = []

  @Flag(
    name: Setting.requireLive.longName,
    help: Setting.requireLive.help("Fail on a resource that only awaits approval."))
  var requireLive = false

  @Option(
    name: Setting.heartbeat.longName,
    help: Setting.heartbeat.help(
      "The longest silence of the log.", value: "time", defaultText: "60s"))
  var heartbeat: String?

  /// Fills in what is given; the rest keeps its defaults.
  func read(_ reader: SettingReader, into settings: inout GateSettings) throws(StartError) {
    try readTimes(reader, into: &settings)
    try readBackoff(reader, into: &settings.backoff)
    try readFreshness(reader, into: &settings.freshness)
    try reader.readSwitch(
      .requireLive, flag: requireLive, into: &settings.resources.requiresLive)
    for source in reader.sources(.allowResource, flags: allowResource) {
      do {
        settings.resources.allowed.append(try ResourcePattern(parsing: source.text))
      } catch {
        throw source.error(accepted: error.accepted)
      }
    }
  }

  private func readTimes(
    _ reader: SettingReader, into settings: inout GateSettings
  ) throws(StartError) {
    try reader.readDuration(.timeout, flag: timeout, into: &settings.limits.total)
    try reader.readDuration(.startTimeout, flag: startTimeout, into: &settings.limits.start)
    try reader.readDuration(.contactTimeout, flag: contactTimeout, into: &settings.limits.contact)
    try reader.readDuration(.requestTimeout, flag: requestTimeout, into: &settings.limits.request)
    try reader.readDuration(.heartbeat, flag: heartbeat, into: &settings.heartbeat)
  }

  private func readBackoff(
    _ reader: SettingReader, into backoff: inout Backoff
  ) throws(StartError) {
    try reader.readDuration(.maxInterval, flag: maxInterval, into: &backoff.maximum)
    // The default is for the default maximum; nobody asked for it.
    backoff.initial = min(backoff.initial, backoff.maximum)
    try reader.readDuration(.initialInterval, flag: initialInterval, into: &backoff.initial)
    if backoff.initial > backoff.maximum,
      let source = reader.source(.initialInterval, flag: initialInterval)
    {
      throw source.error(
        accepted: "at most the longest wait, --max-interval, which is \(backoff.maximum.text)")
    }
    try reader.read(.backoffFactor, flag: backoffFactor, into: &backoff.factor) {
      text throws(InvalidValue) in
      guard let factor = Double(decimal: text), (1...100).contains(factor) else {
        throw InvalidValue(accepted: "a number from 1 to 100, such as 1.5")
      }
      return factor
    }
    if let source = reader.source(.cadence, flag: cadence), source.text != "exponential" {
      throw source.error(accepted: "exponential")
    }
  }

  private func readFreshness(
    _ reader: SettingReader, into freshness: inout FreshnessPolicy
  ) throws(StartError) {
    try reader.readSwitch(.anyAge, flag: anyAge, into: &freshness.acceptsAnyAge)
    try reader.readDuration(.freshWithin, flag: freshWithin, into: &freshness.maximumAge)
    try reader.read(.since, flag: since, into: &freshness.since) { text throws(InvalidValue) in
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
  }
}

extension WaitingOptions {
  /// Fills in what GitLab's own variables say, where nothing else was said.
  ///
  /// The deadline only ever comes sooner: GitLab kills the job then, and with it the report.
  func readGitLab(_ reader: SettingReader, into settings: inout GateSettings) {
    let parse: (String) -> Timestamp? = { Timestamp(iso8601: $0) }
    if let left = GitLabDeadline.longestWait(
      environment: reader.environment, now: .now, parsing: parse), left < settings.limits.total
    {
      settings.limits.total = left
      settings.limits.shortenedBy = GitLabDeadline.timeoutVariable
    }
    settings.freshness.pipelineCreated = GitLabDeadline.pipelineCreated(
      environment: reader.environment, parsing: parse)
  }
}
