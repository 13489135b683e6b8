import Hummingbird
import NIOCore

/// A request's context that holds on to the connection, for the answers that break it.
struct ConnectionContext: InitializableFromSource {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    channel = source.channel
  }

  /// Ends the connection with a TCP reset in place of the ordinary farewell.
  func reset() async throws {
    // A close with no time to linger throws away what is unsent and sends RST (socket(7)).
    if let socket = channel as? any SocketOptionProvider {
      try await socket.unsafeSetSocketOption(
        level: .socket, name: .so_linger, value: Linger(isOn: 1, seconds: 0)
      ).get()
    }
    try await channel.close()
  }

  /// The system's `struct linger`, which has no name common to all platforms' C libraries.
  private struct Linger {
    let isOn: CInt
    let seconds: CInt
  }
}
