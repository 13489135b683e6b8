import GateKit
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

/// Says why a file of certificates cannot be used.
package enum TransportError: Error, Equatable, CustomStringConvertible {
  case unreadableCAFile(path: String, BoundedFileError)
  case noCertificate(path: String)
  case malformedCertificate(path: String)

  /// A sentence without a full stop.
  package var description: String {
    switch self {
    case .unreadableCAFile(let path, let error):
      "the certificate file \(quoted(path)) \(error)"
    case .noCertificate(let path):
      "the certificate file \(quoted(path)) holds no certificate; expected one or more in PEM,"
        + " beginning with -----BEGIN CERTIFICATE-----"
    case .malformedCertificate(let path):
      "the certificate file \(quoted(path)) holds a certificate that cannot be read"
    }
  }
}
