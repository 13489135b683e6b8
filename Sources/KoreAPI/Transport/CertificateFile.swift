import NIOSSL

/// The certificates of a PEM file, which are trusted besides those of the system.
package struct CertificateFile: Equatable, Sendable {
  /// The largest file that is read, in bytes: room for a whole system's bundle.
  private static let byteLimit = 8 * 1_024 * 1_024

  let certificates: [NIOSSLCertificate]

  /// Reads the file.
  ///
  /// - Throws: ``TransportError`` when it cannot be read, or holds anything but certificates.
  package init(path: String) async throws(TransportError) {
    let bytes: [UInt8]
    do throws(BoundedFileError) {
      bytes = try await BoundedFile.contents(ofPath: path, limit: Self.byteLimit)
    } catch {
      throw .unreadableCAFile(path: path, error)
    }
    try self.init(bytes, path: path)
  }

  /// - Parameter path: names the file in an error.
  init(_ bytes: [UInt8], path: String) throws(TransportError) {
    guard bytes.firstRange(of: "CERTIFICATE-----".utf8) != nil else {
      throw .noCertificate(path: path)
    }
    do {
      certificates = try NIOSSLCertificate.fromPEMBytes(bytes)
    } catch {
      throw .malformedCertificate(path: path)
    }
  }
}
