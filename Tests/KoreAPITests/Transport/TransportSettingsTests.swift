import AsyncHTTPClient
import NIOCore
import NIOSSL
import TestSupport
import Testing

@testable import KoreAPI

@Suite struct TransportSettingsTests {
  @Test func makesAClientThatDecidesNothingByItself() {
    let configuration = TransportSettings().clientConfiguration
    #expect(!configuration.connectionPool.retryConnectionEstablishment)
    #expect(configuration.httpVersion == .http1Only)
    #expect(configuration.timeout.connect == nil && configuration.timeout.read == nil)
    #expect(configuration.proxy == nil)
    #expect(configuration.tlsConfiguration?.minimumTLSVersion == .tlsv12)
    #expect(configuration.tlsConfiguration?.certificateVerification == .noHostnameVerification)
    #expect(configuration.tlsConfiguration?.trustRoots == .default)
  }

  @Test func addsCertificatesToThoseOfTheSystem() async throws {
    let folder = try TemporaryFolder()
    let both = "# ours\n\(Certificates.localhost)\n\n\(Certificates.otherName)\n"
    let file = try await CertificateFile(path: try folder.write(both.utf8))
    let settings = TransportSettings(certificates: file)
    let tls = try #require(settings.clientConfiguration.tlsConfiguration)
    #expect(tls.trustRoots == .default)
    #expect(
      tls.additionalTrustRoots == [
        .certificates(try NIOSSLCertificate.fromPEMBytes(Array(both.utf8)))
      ])
  }

  @Test(arguments: [
    ("", "holds no certificate"), ("hello", "holds no certificate"),
    (Certificates.localhostKey, "holds no certificate"),
    ("-----BEGIN CERTIFICATE-----\n", "holds a certificate that cannot be read"),
    (
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      "holds a certificate that cannot be read"
    ),
    (
      Certificates.localhost + "\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      "holds a certificate that cannot be read"
    ),
    (
      String(Certificates.localhost.dropLast(60)), "holds a certificate that cannot be read"
    ),
  ])
  func refusesAFileWithoutReadableCertificates(_ text: String, _ reason: String) async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text.utf8)
    let error = await #expect(throws: TransportError.self) {
      try await CertificateFile(path: path)
    }
    let sentence = error.map { "\($0)" } ?? ""
    #expect(sentence.hasPrefix("the certificate file '\(path)' \(reason)"))
  }

  @Test func namesAFileThatIsMissing() async {
    await #expect(
      throws: TransportError.unreadableCAFile(path: "/nonexistent/ca.pem", .missing)
    ) {
      try await CertificateFile(path: "/nonexistent/ca.pem")
    }
  }
}
