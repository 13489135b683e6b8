/// A port of this machine that the system hands out to nobody, for a server that is yet to start.
///
/// On Linux it is held without listening; a server that sets SO_REUSEADDR, as NIO's do, may listen
/// on it in spite of that. On macOS that takes more, so there the port is only known to have been
/// free, and the system takes its ports at random.
package final class ReservedPort: Sendable {
  package let port: Int
  private let held: RefusingPort?

  package init() throws {
    let held = try RefusingPort(canBeShared: true)
    port = held.port
    #if canImport(Darwin)
      self.held = nil
    #else
      self.held = held
    #endif
  }
}
