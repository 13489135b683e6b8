import AsyncHTTPClient
import NIOCore
import NIOPosix
import Synchronization

/// Lends an HTTP client to each attempt, so that none inherits what another one left behind.
///
/// AsyncHTTPClient hands a connection that is still coming about to the next request: after one that
/// hangs in TLS or at the proxy, further attempts would all wait for that same connection. So a client
/// is lent again only after a complete answer, and else shut down where nobody waits for it. A new
/// client for every poll would read all certificates of the system each time.
package final class HTTPClientPool: Sendable {
  private let configuration: HTTPClient.Configuration
  private let connectionCheck: ConnectionCheck
  private let idle = Mutex<Lease?>(nil)

  /// - Parameters:
  ///   - configuration: of each client; its connect timeout is that of the attempt.
  ///   - connectionCheck: looks at each connection before anything is sent over it.
  init(configuration: HTTPClient.Configuration, connectionCheck: ConnectionCheck) {
    self.configuration = configuration
    self.connectionCheck = connectionCheck
  }

  deinit {
    if let lease = idle.withLock({ $0 }) { discard(lease) }
  }

  /// A client for one attempt; give it to ``takeBack(_:)`` or to ``discard(_:)``.
  ///
  /// - Parameter timeout: how long the attempt may take.
  func lease(connectingWithin timeout: Duration) -> Lease {
    let lease = idle.withLock { idle in
      let lease = idle
      idle = nil
      return lease
    }
    if let lease {
      if lease.timeout >= timeout {
        lease.hasConnected = false
        return lease
      }
      discard(lease)
    }
    return Lease(configuration, connectionCheck, timeout: timeout)
  }

  /// Keeps a client whose attempt got a complete answer for the next one.
  func takeBack(_ lease: Lease) {
    let surplus = idle.withLock { idle in
      let surplus = idle
      idle = lease
      return surplus
    }
    if let surplus { discard(surplus) }
  }

  /// Shuts down a client without waiting until its connections are closed: one may hang.
  func discard(_ lease: Lease) {
    Task { try? await lease.http.shutdown() }
  }

  /// A client that is used by one attempt at a time.
  final class Lease: Sendable {
    /// How much longer connecting may take than the attempt, so that the attempt's own timer is the
    /// first to fire, and the client's only closes what is left over.
    private static let grace: Duration = .seconds(1)

    let http: HTTPClient

    /// Of the longest attempt that the client can be used for.
    fileprivate let timeout: Duration

    private let connected: Flag

    fileprivate init(
      _ configuration: HTTPClient.Configuration, _ check: ConnectionCheck, timeout: Duration
    ) {
      let connected = Flag()
      var configuration = configuration
      configuration.timeout.connect = TimeAmount(timeout + Self.grace)
      configuration.http1_1ConnectionDebugInitializer = { channel in
        connected.isSet = true
        return check.check(channel)
      }
      // Sockets on every system: Apple's Network framework would verify certificates and name errors
      // in ways of its own.
      http = HTTPClient(
        eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
        configuration: configuration)
      self.timeout = timeout
      self.connected = connected
    }

    /// Whether a connection came about that the request may go out over.
    fileprivate(set) var hasConnected: Bool {
      get { connected.isSet }
      set { connected.isSet = newValue }
    }
  }

  private final class Flag: Sendable {
    private let storage = Mutex(false)

    var isSet: Bool {
      get { storage.withLock { $0 } }
      set { storage.withLock { $0 = newValue } }
    }
  }
}
