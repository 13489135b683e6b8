import AsyncHTTPClient
import NIOCore
import NIOPosix
import Synchronization

/// Lends an HTTP client to each attempt, which inherits nothing from an attempt that failed.
///
/// AsyncHTTPClient hands a connection that is still coming about to the next request: when it hangs in
/// TLS or at the proxy, all further attempts would wait for that same connection. So a client is lent
/// again only after a complete answer; otherwise it is shut down, and nobody waits for that. A new
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

  /// A client for one attempt, which ends with ``takeBack(_:)`` or with ``discard(_:)``.
  ///
  /// - Parameter timeout: how long the attempt may take.
  func lease(connectingWithin timeout: Duration) -> Lease {
    if let lease = idle.withLock({ $0.take() }) {
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
    var surplus: Lease? = lease
    idle.withLock { swap(&$0, &surplus) }
    if let surplus { discard(surplus) }
  }

  /// Shuts down a client without waiting until its connections are closed, since they may hang.
  func discard(_ lease: Lease) {
    Task { try? await lease.http.shutdown() }
  }

  /// A client that is used by one attempt at a time.
  final class Lease: Sendable {
    /// How much longer connecting may take than the attempt, so that the attempt's own timer fires
    /// first, and the client's timer only closes a connection that is left over.
    private static let grace: Duration = .seconds(1)

    let http: HTTPClient

    /// How long an attempt with this client may take at most.
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

    /// Whether a connection came about over which the request may go out.
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
