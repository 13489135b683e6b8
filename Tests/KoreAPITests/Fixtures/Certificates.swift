import NIOSSL

/// Certificates for servers on this machine, all made with `openssl ca -selfsign`.
enum Certificates {
  /// For `localhost` and 127.0.0.1, from 2020 to 2120.
  static let localhost = """
    -----BEGIN CERTIFICATE-----
    MIIBZzCCAQ2gAwIBAgIBAjAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
    c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
    CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKTWBmnLU0UsmpoN
    9oymeUj5AgYr4xwbEVfGfG5gHFFNcLCezk54sc0ZzOR7H2sKtDWXBkUUNwHFolF+
    Y477Rk2jTjBMMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
    BTADAQH/MB0GA1UdDgQWBBSNNupVw9YYvvH15aPrhHN9YbvMWzAKBggqhkjOPQQD
    AgNIADBFAiEAgRatUgjymIVmRqeE3/XVhjJXSvNfzAVM7J0wJsfnNwgCIBkXeMyD
    CT6rLRdAaCNo+bfYMJqJ2XQOcgb5l6g7RT5z
    -----END CERTIFICATE-----
    """

  /// The key of ``localhost`` and ``expired``.
  static let localhostKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1yksyZYCJM1itYtW
    sSaWF7jtXjbRTWNaL0q1eIyj8G+hRANCAASk1gZpy1NFLJqaDfaMpnlI+QIGK+Mc
    GxFXxnxuYBxRTXCwns5OeLHNGczkex9rCrQ1lwZFFDcBxaJRfmOO+0ZN
    -----END PRIVATE KEY-----
    """

  /// For `other.example`, from 2020 to 2120.
  static let otherName = """
    -----BEGIN CERTIFICATE-----
    MIIBbDCCAROgAwIBAgIBAzAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1vdGhlci5l
    eGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYD
    VQQDDA1vdGhlci5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEs2Ck
    oMY9yJK/t1clE+kl7jAzLjtGZpY+bPdWjJikLsXgzgo8VJsqOAocow+6oIZCSvAQ
    QlDVPb5AomYJdx4+EaNMMEowGAYDVR0RBBEwD4INb3RoZXIuZXhhbXBsZTAPBgNV
    HRMBAf8EBTADAQH/MB0GA1UdDgQWBBTBE2AKEDGnRR5hAkL2jJNpZfXxRjAKBggq
    hkjOPQQDAgNHADBEAiB12L+syw+DwYvovVG5qQFr1zmzelrtRpTLVnW8TAl5MgIg
    GfVJS1M3nC5dZkkLpxumYDRqD13Z2SnORQcn8l1ME8I=
    -----END CERTIFICATE-----
    """

  /// The key of ``otherName``.
  static let otherNameKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpfAcKXeqQqT595xU
    VD+cGwSsEHdD0L39C01nv98di6ChRANCAASzYKSgxj3Ikr+3VyUT6SXuMDMuO0Zm
    lj5s91aMmKQuxeDOCjxUmyo4ChyjD7qghkJK8BBCUNU9vkCiZgl3Hj4R
    -----END PRIVATE KEY-----
    """

  /// For `localhost` and 127.0.0.1, over since 2020.
  static let expired = """
    -----BEGIN CERTIFICATE-----
    MIIBZDCCAQugAwIBAgIBBDAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
    c3QwHhcNMjAwMTAxMDAwMDAwWhcNMjAwMjAxMDAwMDAwWjAUMRIwEAYDVQQDDAls
    b2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASk1gZpy1NFLJqaDfaM
    pnlI+QIGK+McGxFXxnxuYBxRTXCwns5OeLHNGczkex9rCrQ1lwZFFDcBxaJRfmOO
    +0ZNo04wTDAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwDwYDVR0TAQH/BAUw
    AwEB/zAdBgNVHQ4EFgQUjTbqVcPWGL7x9eWj64RzfWG7zFswCgYIKoZIzj0EAwID
    RwAwRAIgVUZUHP0tQOp9ASKlvR+xSO2clc/VOgfcknRbLEP7kK0CIDbN4zDyQgvC
    iinEdmvhtPM1PkEIuWXPFJTe713vHozI
    -----END CERTIFICATE-----
    """

  /// TLS for a server with one of these.
  ///
  /// - Parameter maximum: the newest version that it offers, down to 1.0; nil is what is usual.
  static func serverContext(
    _ certificate: String, key: String = localhostKey, maximum: TLSVersion? = nil
  ) throws -> NIOSSLContext {
    var server = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        .map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
    server.maximumTLSVersion = maximum
    if maximum != nil { server.minimumTLSVersion = .tlsv1 }
    return try NIOSSLContext(configuration: server)
  }
}
