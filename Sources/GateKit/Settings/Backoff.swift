/// The waits between polls, and between attempts after a failed request.
///
/// With the defaults the polls come after 2, 3, 4.5, 6.8, 10.1, 15, 15, … seconds, each ±10 %, and
/// the attempts after failures come anywhere between at once and this ceiling:
///
/// | attempt         | 1   | 2   | 3   | 4   | 5    | 6    |
/// |-----------------|-----|-----|-----|-----|------|------|
/// | ceiling in s    | 1   | 2   | 4   | 8   | 15   | 15   |
package struct Backoff: Equatable, Sendable {
  package var initial: Duration = .seconds(2)
  package var maximum: Duration = .seconds(15)
  package var factor: Double = 1.5

  /// The first ceiling of the waits after failed requests; the ceilings double up to ``maximum``.
  package var retryBase: Duration = .seconds(1)

  package init() {}

  /// `initial × factor^n`, capped at `maximum`, ±10 %.
  ///
  /// - Parameter n: how many waits came before this one.
  func cadence(after n: Int, using generator: inout some RandomNumberGenerator) -> Duration {
    exponential(initial, factor, n) * Double.random(in: 0.9...1.1, using: &generator)
  }

  /// A wait drawn evenly from zero to the ceiling of this attempt: full jitter, so that gates that
  /// lost contact together come back spread out.
  ///
  /// Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
  ///
  /// - Parameter failures: how many requests failed in a row, at least 1.
  func retry(after failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
    exponential(retryBase, 2, failures - 1) * Double.random(in: 0...1, using: &generator)
  }

  /// The exponent is held at 1,000 and the cap applied before the conversion, so that no power
  /// overflows a `Duration`.
  private func exponential(_ base: Duration, _ factor: Double, _ n: Int) -> Duration {
    var seconds = base.inSeconds
    for _ in 0..<min(n, 1_000) where seconds < maximum.inSeconds { seconds *= factor }
    return min(maximum, .seconds(seconds))
  }
}
