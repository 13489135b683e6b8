/// Lets a few programs run at a time, so that their own deadlines mean something on two cores.
actor GateSlots {
  static let shared = GateSlots(free: 4)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  private init(free: Int) {
    self.free = free
  }

  nonisolated func run<Result: Sendable>(
    _ body: () async throws -> Result
  ) async rethrows -> Result {
    await take()
    do {
      let result = try await body()
      await giveBack()
      return result
    } catch {
      await giveBack()
      throw error
    }
  }

  private func take() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func giveBack() {
    guard waiting.isEmpty else { return waiting.removeFirst().resume() }
    free += 1
  }
}
