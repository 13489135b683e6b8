import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension SimulatorError {
  /// Says in the simulator's words what kept the server from listening or ended it.
  init(_ error: any Error, host: String, port: Int) {
    switch error {
    case let error as IOError where error.errnoCode == EADDRINUSE:
      self = .portInUse(host: host, port: port)
    case let error as IOError:
      let reason = strerror(error.errnoCode).map { String(cString: $0) }
      self = .cannotListen(host: host, port: port, reason: reason ?? "\(error)")
    case let error as SocketAddressError:
      self = .cannotListen(host: host, port: port, reason: "\(error)")
    default:
      self = .stopped(reason: "\(error)")
    }
  }
}
