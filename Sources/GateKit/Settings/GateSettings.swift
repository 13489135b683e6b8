/// Everything that decides how the gate waits and judges; the defaults are the contract's.
package struct GateSettings: Equatable, Sendable {
  package var bot: BotReference
  package var limits = Limits()
  package var backoff = Backoff()
  package var freshness = FreshnessPolicy()
  package var resources = ResourcePolicy()

  /// The longest time without a line of output.
  package var heartbeat: Duration = .seconds(60)

  /// Whether a refused token can be read anew; with one that cannot, a 401 ends the gate at once.
  package var canRenewToken = false

  package init(bot: BotReference) {
    self.bot = bot
  }

  /// How long the gate may take, and its parts.
  package struct Limits: Equatable, Sendable {
    /// The deadline of the whole wait, counted from the gate's start.
    package var total: Duration = .seconds(30 * 60)
    /// The variable of the CI that made it shorter than was asked for, or nil.
    package var shortenedBy: String?
    /// How long a fresh job may take to appear, counted from the gate's start.
    package var start: Duration = .seconds(2 * 60)
    /// How long the gate goes without one good answer, counted from the first failed request.
    package var contact: Duration = .seconds(2 * 60)
    /// One request, its body included.
    package var request: Duration = .seconds(15)

    package init() {}
  }
}

extension GateSettings {
  /// Waits that fit the short publishes of the built-in simulator.
  ///
  /// - Parameter speed: how many times faster than real time it plays.
  package static func demo(atSpeed speed: Double = 1) -> GateSettings {
    var settings = GateSettings(bot: .demo)
    func scaled(_ seconds: Double) -> Duration { .seconds(max(0.02, seconds / speed)) }
    settings.limits.total = scaled(120)
    settings.limits.start = scaled(8)
    settings.limits.contact = scaled(8)
    settings.backoff.initial = scaled(0.8)
    settings.backoff.maximum = scaled(2)
    settings.backoff.factor = 1.2
    settings.backoff.retryBase = scaled(1)
    return settings
  }
}

/// Which finished job is taken for the one that was just published.
package struct FreshnessPolicy: Equatable, Sendable {
  /// Judge whatever job the server shows.
  package var acceptsAnyAge = false

  /// Accept a job requested at or after this time, or nil to go by ``maximumAge``.
  package var since: Timestamp?

  /// Without ``since``: accept a job requested at most this long before the gate's start.
  package var maximumAge: Duration = .seconds(15 * 60)

  /// Without ``since``: accept no job requested before this time either, when the CI's pipeline was
  /// created; nil where the CI does not say.
  package var pipelineCreated: Timestamp?

  package init() {}
}

/// Which resources may fail, and how live the others must be.
package struct ResourcePolicy: Equatable, Sendable {
  /// The resources that may fail without failing the gate.
  package var allowed: [ResourcePattern] = []

  /// Whether a resource that only awaits approval fails the gate.
  package var requiresLive = false

  package init() {}

  func tolerates(_ resource: Resource) -> Bool {
    allowed.contains { $0.matches(resource) }
  }
}
