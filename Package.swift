// swift-tools-version: 6.2

import PackageDescription

let strictness: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// Only CI turns warnings into errors: a newer compiler's new warning must not break a user's build.
let warnings: [SwiftSetting] =
  Context.environment["PUBLISH_GATE_WARNINGS_AS_ERRORS"] == "1"
  ? [.treatAllWarnings(as: .error)] : []

let settings = strictness + warnings

/// The commit that `--version` names: what the environment says, or what git says of this folder.
let revision =
  Context.environment["PUBLISH_GATE_REVISION"]
  ?? Context.gitInformation.map {
    $0.hasUncommittedChanges ? "\($0.currentCommit)-modified" : $0.currentCommit
  } ?? ""

let package = Package(
  name: "publish-gate",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "publish-gate", targets: ["publish-gate"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
  ],
  targets: [
    .target(name: "GateKit", swiftSettings: settings),
    .target(
      name: "KoreAPI",
      dependencies: [
        "GateKit",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: settings
    ),
    .target(
      name: "KoreSimulator",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: settings
    ),
    .target(
      name: "CBuildInfo",
      cSettings: [
        .define(
          "PUBLISH_GATE_REVISION",
          to: "\"\(revision.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })\"")
      ]
    ),
    .target(name: "CProcess"),
    .executableTarget(
      name: "publish-gate",
      dependencies: [
        "CBuildInfo", "CProcess", "GateKit", "KoreAPI", "KoreSimulator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings
    ),
    .target(
      name: "TestSupport",
      dependencies: ["GateKit", .product(name: "Crypto", package: "swift-crypto")],
      path: "Tests/TestSupport", swiftSettings: settings
    ),
    .testTarget(
      name: "GateKitTests", dependencies: ["GateKit", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "KoreAPITests",
      dependencies: [
        "GateKit", "KoreAPI", "TestSupport",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "KoreSimulatorTests",
      dependencies: [
        "KoreSimulator", "TestSupport",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ScenarioTests",
      dependencies: [
        "GateKit", "KoreAPI", "KoreSimulator", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "GateKit", "KoreAPI", "KoreSimulator", "TestSupport", "publish-gate",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings
    ),
  ]
)
