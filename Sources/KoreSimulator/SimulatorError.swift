import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a simulator cannot serve.
package enum SimulatorError: Error, Equatable, CustomStringConvertible {
  case invalidPort(Int)
  case invalidSpeed(Double)
  case portInUse(host: String, port: Int)
  case cannotListen(host: String, port: Int, reason: String)

  package var description: String {
    switch self {
    case .invalidPort(let port):
      "The simulator cannot listen on port \(port): "
        + "a port is a number from 1 to 65535, or 0 for any free one."
    case .invalidSpeed(let speed):
      "The simulator cannot play at speed \(speed): the speed is a number above 0."
    case .portInUse(let host, let port):
      "The simulator cannot listen on \(host):\(port), which is in use: "
        + "stop what listens there, or choose another port (0 takes any free one)."
    case .cannotListen(let host, let port, let reason):
      "The simulator cannot listen on \(host):\(port): \(reason)."
    }
  }
}

extension SimulatorError {
  /// Says in the simulator's words what kept the server from listening.
  init(_ error: any Error, host: String, port: Int) {
    switch error {
    case let error as IOError where error.errnoCode == EADDRINUSE:
      self = .portInUse(host: host, port: port)
    case let error as IOError:
      let reason = strerror(error.errnoCode).map { String(cString: $0) }
      self = .cannotListen(host: host, port: port, reason: reason ?? "\(error)")
    default:
      self = .cannotListen(host: host, port: port, reason: "\(error)")
    }
  }
}
