// swift-tools-version: 6.3

import PackageDescription

/// One rule set for every Swift target, so that no module is laxer than its neighbours.
let houseRules: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
]

extension Target {
    /// A library that may import `floors` and nothing else.
    static func floor(_ name: String, on floors: [Target.Dependency] = []) -> Target {
        .target(name: name, dependencies: floors, swiftSettings: houseRules)
    }

    /// The tests of one library.
    static func tests(of name: String, with extra: [Target.Dependency] = []) -> Target {
        .testTarget(
            name: name + "Tests",
            dependencies: [.target(name: name), "TestSupport"] + extra,
            exclude: ["Parity", "Configuration"].contains(name) ? ["Golden"] : [],
            swiftSettings: houseRules
        )
    }
}

/// The house, from the ground up: a module imports only modules on lower floors.
let house: [Target] = [
    // Floor 0: system libraries.
    .systemLibrary(name: "CKernel"),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
        name: "CSecp256k1",
        pkgConfig: "libsecp256k1",
        providers: [.apt(["libsecp256k1-dev"])]
    ),
    .systemLibrary(
        name: "CSQLite",
        pkgConfig: "sqlite3",
        providers: [.apt(["libsqlite3-dev"])]
    ),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
        name: "CCurl",
        pkgConfig: "libcurl",
        providers: [.apt(["libcurl4-openssl-dev"])]
    ),
    // Floor 1: numbers and digests.
    .floor("Numerics"),
    .floor("Hashing"),
    // Floor 2: the words all others use.
    .floor("Vocabulary", on: ["Numerics", "Hashing"]),
    // Floor 3: bytes and exact pool maths.
    .floor(
        "Ethereum",
        on: ["Numerics", "Hashing", "Vocabulary", "CSecp256k1", "CCrypto", "CKernel"]
    ),
    .floor("Venues", on: ["Numerics", "Vocabulary"]),
    .floor("Ledger", on: ["Numerics", "Vocabulary"]),
    // Floor 4: what is traded, and what was seen.
    .floor("Routes", on: ["Numerics", "Hashing", "Vocabulary", "Ethereum", "Venues"]),
    // Floor 5: those who decide.
    .floor(
        "Contracts",
        on: ["Numerics", "Hashing", "Vocabulary", "Ethereum", "Venues", "Routes"]
    ),
    .floor("Watch", on: ["Numerics", "Hashing", "Vocabulary", "Ethereum", "Routes"]),
    .floor("Parity", on: ["Numerics", "Hashing", "Vocabulary", "Venues", "Routes"]),
    .floor("Risk", on: ["Numerics", "Vocabulary", "Routes"]),
    // Floor 6: those who act.
    .floor(
        "Execution",
        on: [
            "Numerics", "Hashing", "Vocabulary", "Ethereum", "Venues", "Routes", "Contracts",
            "Parity",
        ]
    ),
    // Floor 7: the composition.
    .floor(
        "Bot",
        on: [
            "Numerics", "Hashing", "Vocabulary", "Ethereum", "Venues", "Ledger", "Routes",
            "Contracts", "Watch", "Parity", "Risk", "Execution",
        ]
    ),
    // Floor 8: worlds.
    .floor("Journal", on: ["CSQLite", "CCrypto", "Vocabulary", "Bot"]),
    .floor("Accounts", on: ["Numerics", "Vocabulary", "Ledger"]),
    .floor("Recording", on: ["Numerics", "Hashing", "Vocabulary", "Venues", "Routes"]),
    .floor("Report", on: ["Numerics", "Vocabulary"]),
    .floor(
        "Alerts",
        on: ["Numerics", "Vocabulary", "Ethereum", "Routes", "Watch", "Parity", "Risk", "Bot"]
    ),
    .floor(
        "Configuration",
        on: [
            "CYAML", "Numerics", "Hashing", "Vocabulary", "Ethereum", "Venues", "Routes", "Parity",
            "Risk", "Execution",
        ]
    ),
    .floor(
        "Live",
        on: [
            "CCurl", "CKernel", "Numerics", "Hashing", "Vocabulary", "Ethereum", "Routes",
            "Contracts", "Watch", "Bot",
        ]
    ),
    .floor(
        "Simulation",
        on: [
            "Numerics", "Hashing", "Vocabulary", "Ethereum", "Venues", "Ledger", "Routes",
            "Contracts", "Watch", "Parity", "Risk", "Execution", "Bot",
        ]
    ),
    // Floor 9: worlds made of worlds.
    .floor(
        "Paper",
        on: [
            "Numerics", "Hashing", "Vocabulary", "Ethereum", "Venues", "Ledger", "Routes",
            "Contracts", "Parity", "Risk", "Execution", "Bot", "Simulation",
        ]
    ),
    // Floor 10: the command line.
    .executableTarget(
        name: "cantilever",
        dependencies: [
            "Numerics", "Hashing", "Vocabulary", "Ethereum", "Venues", "Routes", "Parity", "Bot",
            "Execution", "Risk", "Simulation", "Journal", "Ledger", "Accounts", "Configuration",
            "Contracts", "Watch", "Live", "Recording", "Report", "Paper",
            "Alerts", "CKernel",
        ],
        swiftSettings: houseRules
    ),
]

/// Built only for `make bench`: GMP is a yardstick there and nothing else.
let benchmarks: [Target] = [
    .systemLibrary(name: "CGMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"])]),
    .target(name: "CMallocCount"),
    .target(name: "CBareCurl", dependencies: ["CCurl"]),
    .executableTarget(
        name: "Bench",
        dependencies: [
            "CGMP", "CMallocCount", "CBareCurl", "CCrypto", "CSecp256k1", "Numerics", "Hashing",
            "Vocabulary", "Ethereum", "Venues", "Routes", "Contracts", "Parity", "CSQLite",
            "Journal", "Live", "Execution", "Bot", "Simulation",
        ],
        swiftSettings: houseRules
    ),
]

/// Built only by `Fuzz/run.sh`: they have no main function of their own and link with libFuzzer alone.
let fuzzers: [Target] =
    Context.environment["CANTILEVER_FUZZERS"] == nil
    ? []
    : ["RLP", "ABI", "JSONRPC", "Keystore", "WebSocket"].map { name in
        .executableTarget(
            name: "Fuzz" + name,
            dependencies: ["Ethereum", "Numerics"]
                + (name == "WebSocket" ? ["Live", "Vocabulary"] : []),
            path: "Fuzz/" + name,
            exclude: ["Seeds"],
            swiftSettings: houseRules
        )
    }

let tests: [Target] = [
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: houseRules),
    .tests(of: "Numerics"),
    .tests(of: "Hashing", with: ["Numerics"]),
    .tests(of: "Vocabulary", with: ["Numerics", "Hashing"]),
    .tests(of: "Ethereum", with: ["Numerics", "Hashing", "Vocabulary"]),
    .tests(of: "Venues", with: ["Numerics", "Vocabulary"]),
    .tests(of: "Ledger", with: ["Hashing", "Numerics", "Vocabulary"]),
    .tests(
        of: "Contracts",
        with: ["Hashing", "Numerics", "Vocabulary", "Ethereum", "Venues", "Routes"]
    ),
    .tests(of: "Routes", with: ["Hashing", "Numerics", "Vocabulary", "Venues"]),
    .tests(of: "Watch", with: ["Hashing", "Numerics", "Vocabulary", "Ethereum", "Routes"]),
    .tests(
        of: "Execution",
        with: [
            "Hashing", "Numerics", "Vocabulary", "Ethereum", "Venues", "Routes", "Contracts",
            "Parity",
        ]
    ),
    .tests(of: "Risk", with: ["Numerics", "Vocabulary", "Routes"]),
    .tests(of: "Parity", with: ["Hashing", "Numerics", "Vocabulary", "Venues", "Routes"]),
    .tests(
        of: "Bot",
        with: [
            "Numerics", "Hashing", "Vocabulary", "Ethereum", "Venues", "Ledger", "Routes",
            "Contracts", "Watch", "Parity", "Risk", "Execution", "Simulation",
        ]
    ),
    .tests(
        of: "Simulation",
        with: [
            "Hashing", "Numerics", "Vocabulary", "Ethereum", "Venues", "Routes", "Contracts",
            "Execution",
        ]
    ),
    .testTarget(
        name: "WorldTests",
        dependencies: [
            "Simulation", "Bot", "Execution", "Ledger", "Numerics", "Risk", "Routes", "Venues",
            "Vocabulary", "Watch", "Hashing",
        ],
        swiftSettings: houseRules
    ),
    .testTarget(
        name: "SimulationActorsTests",
        dependencies: ["Simulation", "TestSupport", "Numerics", "Vocabulary", "Venues"],
        swiftSettings: houseRules
    ),
    .testTarget(
        name: "AttackTests",
        dependencies: [
            "Simulation", "Numerics", "Vocabulary", "Venues", "Routes", "Parity", "Risk",
            "Execution", "Bot",
        ],
        swiftSettings: houseRules
    ),
    .executableTarget(
        name: "JournalWriter",
        dependencies: ["Journal"],
        path: "Tests/JournalWriter",
        swiftSettings: houseRules
    ),
    .target(
        name: "CPowerCutVFS",
        dependencies: ["CSQLite"],
        path: "Tests/CPowerCutVFS"
    ),
    .tests(
        of: "Journal",
        with: [
            "JournalWriter", "CPowerCutVFS", "Numerics", "Vocabulary", "Venues", "Routes",
            "Execution", "Ledger", "Bot", "Simulation",
        ]
    ),
    .tests(
        of: "Paper",
        with: [
            "Numerics", "Hashing", "Vocabulary", "Venues", "Ledger", "Routes", "Contracts",
            "Parity", "Risk", "Execution", "Bot", "Simulation", "Recording",
            "cantilever",
        ]
    ),
    .tests(of: "Recording", with: ["Numerics", "Hashing", "Vocabulary", "Venues", "Routes"]),
    .tests(of: "Report", with: ["Numerics", "Vocabulary"]),
    .tests(
        of: "Alerts",
        with: [
            "Numerics", "Hashing", "Vocabulary", "Ethereum", "Routes", "Parity", "Risk", "Bot",
            "Simulation", "Venues", "Watch",
        ]
    ),
    .tests(of: "Accounts", with: ["Numerics", "Vocabulary", "Ledger"]),
    .tests(
        of: "Configuration",
        with: [
            "Numerics", "Hashing", "Vocabulary", "Venues", "Routes", "Parity", "Risk", "Execution",
        ]
    ),
    .tests(
        of: "Live",
        with: [
            "Numerics", "Hashing", "Vocabulary", "Ethereum", "Venues", "Routes", "Contracts", "Bot",
        ]
    ),
    .testTarget(
        name: "CommandTests",
        dependencies: [
            "cantilever", "Journal", "Ledger", "Numerics", "Vocabulary", "TestSupport", "Bot",
            "Simulation", "Venues", "Parity", "Recording", "Routes",
        ],
        exclude: ["Golden"],
        swiftSettings: houseRules
    ),
    .testTarget(
        name: "LiveBotTests",
        dependencies: [
            "cantilever", "Live", "Ethereum", "Numerics", "Vocabulary", "TestSupport", "Recording",
            "Routes", "Venues", "Paper", "Hashing", "Bot",
            "Configuration", "Watch", "Contracts",
        ],
        swiftSettings: houseRules
    ),
    .testTarget(name: "HouseTests", dependencies: ["TestSupport"], swiftSettings: houseRules),
]

let package = Package(
    name: "cantilever",
    products: [.executable(name: "cantilever", targets: ["cantilever"])],
    targets: house + benchmarks + fuzzers + tests,
    swiftLanguageModes: [.v6]
)
