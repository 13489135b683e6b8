import Subprocess

extension Environment {
  /// The gate's own, without the secrets that are meant for the gate alone.
  static var withoutSecrets: Environment {
    .inherit.updating(["KORE_JWT": nil, "KORE_CLIENT_SECRET": nil])
  }
}
