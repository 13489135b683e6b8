import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A wall clock that is some seconds later each time someone looks at it.
final class SteppingClock: Sendable {
  /// 2026-01-01T12:00:00Z, from which it starts.
  static let noon = Date(timeIntervalSince1970: 1_767_268_800)

  private let step: Double
  private let looks = Mutex(0)

  init(step: Double) {
    self.step = step
  }

  func next() -> Date {
    let look = looks.withLock { count in
      count += 1
      return count
    }
    return Self.noon.addingTimeInterval(Double(look) * step)
  }
}
