import GateKit
import KoreAPI

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Reports that go to a device, a pipe or a standard stream.
extension ReportFile {
  /// How long a reader may read nothing.
  private static let patience: Duration = .seconds(2)

  /// Whether there is no file to be replaced, as far as that can be known.
  var isStream: Bool {
    switch try? ReportDestination(of: FilePath(path)) {
    case .stream, .standard: true
    case .file, nil: false
    }
  }

  /// Finds out whether a final report could be written, without opening what others read from.
  ///
  /// - Throws: ``WriteError`` when it certainly cannot.
  func checkStream() throws(WriteError) {
    guard case .stream(let path) = try ReportDestination(of: FilePath(path)) else { return }
    do throws(Errno) {
      try FileSystem.checkWritable(path)
    } catch {
      throw WriteError(reason: error.description)
    }
  }

  /// Writes the text to a device or a pipe, as it is; does nothing where there is a file.
  ///
  /// - Throws: ``WriteError`` when not all of it could be written, also because nobody reads it.
  func send(_ text: String) throws(WriteError) {
    let destination = try ReportDestination(of: FilePath(path))
    do throws(Errno) {
      switch destination {
      case .file: return
      case .standard(let stream): try Self.write(secrets.redacted(text), to: stream)
      case .stream(let path):
        let stream = try Self.open(path)
        defer { try? stream.close() }
        try Self.write(secrets.redacted(text), to: stream)
      }
    } catch .noSuchAddressOrDevice, .wouldBlock {
      throw WriteError(reason: "nobody reads it")
    } catch {
      throw WriteError(reason: error.description)
    }
  }

  /// Opens a pipe only where somebody has it open to read.
  private static func open(_ path: FilePath) throws(Errno) -> FileDescriptor {
    do {
      return try FileDescriptor.open(
        path, .writeOnly, options: [.truncate, .nonBlocking, .closeOnExec])
    } catch {
      throw error as? Errno ?? .ioError
    }
  }

  /// Writes in small parts: a stream that has room for one takes it without blocking.
  private static func write(_ text: String, to stream: FileDescriptor) throws(Errno) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      guard POSIX.isWritable(stream, within: patience) else { throw .wouldBlock }
      do throws(Errno) {
        bytes = bytes.dropFirst(try POSIX.write(bytes.prefix(4_096), to: stream))
      } catch .wouldBlock, .interrupted {
        continue
      }
    }
  }
}
