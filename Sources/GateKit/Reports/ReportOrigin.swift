/// Where a report was made: what it says of the runner, the server and the gate.
package struct ReportOrigin: Equatable, Sendable {
  package let hostname: String
  /// Scheme, host and port of the server.
  package let server: String
  package let gateVersion: String

  package init(hostname: String, server: String, gateVersion: String) {
    self.hostname = hostname
    self.server = server
    self.gateVersion = gateVersion
  }
}
