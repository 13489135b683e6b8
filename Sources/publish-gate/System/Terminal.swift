#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// What is known about the terminal, where there is one.
enum Terminal {
  static func isTerminal(_ descriptor: FileDescriptor) -> Bool {
    isatty(descriptor.rawValue) == 1
  }

  /// The columns that a bar may take on standard output.
  ///
  /// The last ones stay free, for the `^C` of a terminal would wrap the line.
  static var barWidth: Int { (width(of: .standardOutput) ?? 80) - 3 }

  /// The columns of the terminal, or nil when it does not say.
  private static func width(of descriptor: FileDescriptor) -> Int? {
    var size = winsize()
    guard ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}
