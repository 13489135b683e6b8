import Dispatch
import Testing

@testable import KoreAPI

/// Both helpers give what comes first, and differ in whether the other one is waited for.
@Suite struct RaceTests {
  @Test func theFirstOfTwoCounts() async {
    let one: @Sendable () async -> Int = { 1 }
    let waiting: @Sendable () async -> Int = { await Self.untilCancelled(2) }
    #expect(await Race.first(of: one, or: waiting) == 1)
    #expect(await Race.first(of: waiting, or: one) == 1)
    let hanging: @Sendable () async -> Int = { await Self.hang() }
    #expect(await Race.firstLeavingOther(of: one, or: hanging) == 1)
    #expect(await Race.firstLeavingOther(of: hanging, or: one) == 1)
  }

  @Test func theOtherIsCancelledAndWaitedFor() async {
    let (ends, ended) = AsyncStream.makeStream(of: Void.self)
    let first = await Race.first {
      1
    } or: {
      let result = await Self.untilCancelled(2)
      for _ in 0..<100 { await Task.yield() }
      ended.yield()
      return result
    }
    ended.finish()
    #expect(await ends.reduce(0) { count, _ in count + 1 } == 1)
    #expect(first == 1)
  }

  @Test func theOtherThatIsLeftIsCancelledToo() async {
    let (cancellations, cancelled) = AsyncStream.makeStream(of: Void.self)
    let first = await Race.firstLeavingOther {
      1
    } or: {
      let result = await Self.untilCancelled(2)
      cancelled.yield()
      return result
    }
    #expect(first == 1)
    for await _ in cancellations { break }
  }

  /// Neither of them may end here, yet the caller goes on.
  @Test func aCallerThatIsCancelledLeavesBoth() async {
    let (starts, started) = AsyncStream.makeStream(of: Void.self)
    let caller = Task {
      await Race.firstLeavingOther {
        started.yield()
        return await Self.hang()
      } or: {
        await Self.hang()
      }
    }
    for await _ in starts { break }
    caller.cancel()
    #expect(await caller.value == nil)
  }

  @Test func aCallerThatIsCancelledCancelsBothOfThoseThatAreWaitedFor() async {
    let caller = Task {
      await Race.first {
        await Self.untilCancelled(1)
      } or: {
        await Self.untilCancelled(2)
      }
    }
    caller.cancel()
    #expect([1, 2].contains(await caller.value))
  }

  @Test func workThatBlocksItsThreadGivesItsResult() async {
    #expect(await DispatchQueue.global().result { 7 } == 7)
  }

  /// Hears of its cancellation.
  private static func untilCancelled(_ value: Int) async -> Int {
    let (never, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in never {}
    return value
  }

  /// Hears of nothing.
  private static func hang() async -> Int {
    await withUnsafeContinuation { (_: UnsafeContinuation<Int, Never>) in }
  }
}
