import CBuildInfo

/// What this program is: named by `--version`, the report and the user agent.
enum BuildInfo {
  static let current = "0.1.0"

  /// Version, revision and platform: `publish-gate 0.1.0 (1a2b3c4, linux x86_64)`.
  static var text: String {
    let revision = String(cString: publish_gate_revision())
    let source = revision.isEmpty ? "unknown revision" : revision
    return "publish-gate \(current) (\(source), \(platform))"
  }

  private static let platform: String = {
    #if os(Linux)
      let system = "linux"
    #elseif os(macOS)
      let system = "macos"
    #else
      let system = "unknown system"
    #endif
    #if arch(x86_64)
      return "\(system) x86_64"
    #elseif arch(arm64)
      return "\(system) arm64"
    #else
      return system
    #endif
  }()
}
