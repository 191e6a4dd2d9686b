// swift-tools-version: 6.2
import PackageDescription

// Every target treats warnings as errors. `safe` also demands that unsafe code says so; the modules in front of the C
// libraries are the only ones built with `wrapper`.
let wrapper: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
let safe: [SwiftSetting] = wrapper + [.strictMemorySafety()]

func library(_ name: String, debian: String, pkgConfig: String) -> Target {
    .systemLibrary(name: name, path: "Shared/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(name)", resources: resources, swiftSettings: wrapper)
}

let package = Package(
    name: "amparo",
    products: [
        .executable(name: "Intake", targets: ["Intake"]),
        .executable(name: "Verification", targets: ["Verification"]),
        .executable(name: "Notification", targets: ["Notification"]),
        .executable(name: "Reporting", targets: ["Reporting"]),
        .executable(name: "amparo", targets: ["Control"]),
        .executable(name: "development-broker", targets: ["DevelopmentBroker"]),
    ],
    targets: [
        // C libraries
        library("CLibPQ", debian: "libpq-dev", pkgConfig: "libpq"),
        library("CRDKafka", debian: "librdkafka-dev", pkgConfig: "rdkafka"),
        library("CMicrohttpd", debian: "libmicrohttpd-dev", pkgConfig: "libmicrohttpd"),
        library("CSodium", debian: "libsodium-dev", pkgConfig: "libsodium"),
        library("CCurl", debian: "libcurl4-openssl-dev", pkgConfig: "libcurl"),
        library("COath", debian: "liboath-dev", pkgConfig: "liboath"),
        library("CQREncode", debian: "libqrencode-dev", pkgConfig: "libqrencode"),
        library("CGFShare", debian: "libgfshare-dev", pkgConfig: "libgfshare"),
        library("CLibCrypto", debian: "libssl-dev", pkgConfig: "libcrypto"),
        library("CIcal", debian: "libical-dev", pkgConfig: "libical"),
        library("CYaml", debian: "libyaml-dev", pkgConfig: "yaml-0.1"),
        library("CMagic", debian: "libmagic-dev", pkgConfig: "libmagic"),
        .systemLibrary(name: "CProcess", path: "Shared/System/CProcess"),
        .systemLibrary(name: "CFiles", path: "Shared/System/CFiles"),
        .systemLibrary(name: "CSpawn", path: "Shared/System/CSpawn"),

        // Compiles each target's phrases (gettext) into its resources.
        .plugin(name: "CompilePhrases", capability: .buildTool()),
        .target(name: "CFixedPort", path: "Shared/System/CFixedPort"),

        // Shared
        .target(
            name: "CaseModel", path: "Shared/CaseModel", resources: [.copy("CodeLists")], swiftSettings: safe),
        .target(
            name: "ServiceRuntime", dependencies: ["CProcess"], path: "Shared/ServiceRuntime", swiftSettings: safe),
        .target(
            name: "Postgres", dependencies: ["CLibPQ", "ServiceRuntime"], path: "Shared/Postgres",
            swiftSettings: wrapper),
        .target(
            name: "Kafka", dependencies: ["CRDKafka", "ServiceRuntime"], path: "Shared/Kafka", swiftSettings: wrapper),
        .target(
            name: "HTTP", dependencies: ["CMicrohttpd", "ServiceRuntime"], path: "Shared/HTTP",
            swiftSettings: wrapper),
        .target(
            name: "Outbound", dependencies: ["CCurl", "ServiceRuntime"], path: "Shared/Outbound",
            swiftSettings: wrapper),
        .target(
            name: "Vault",
            dependencies: ["CaseModel", "CSodium", "CGFShare", "CLibCrypto", "Postgres", "ServiceRuntime"],
            path: "Shared/Vault", resources: [.copy("Migrations")], swiftSettings: wrapper),
        .target(
            name: "Blobs", dependencies: ["CFiles", "CMagic", "Vault", "ServiceRuntime"], path: "Shared/Blobs",
            swiftSettings: wrapper),
        .target(
            name: "Calendars", dependencies: ["CIcal", "ServiceRuntime"], path: "Shared/Calendars",
            swiftSettings: wrapper),
        .target(name: "YAML", dependencies: ["CYaml"], path: "Shared/YAML", swiftSettings: wrapper),
        .target(
            name: "ProtocolFiles", dependencies: ["CaseModel", "ServiceRuntime", "YAML"], path: "Shared/ProtocolFiles",
            resources: [.copy("Templates")], swiftSettings: safe),
        .target(
            name: "Sandbox", dependencies: ["CSpawn", "ServiceRuntime"], path: "Shared/Sandbox",
            swiftSettings: wrapper),
        .target(
            name: "Messaging", dependencies: ["CaseModel", "Postgres", "Kafka", "Vault", "ServiceRuntime"],
            path: "Shared/Messaging", resources: [.copy("Migrations")], swiftSettings: safe),
        .target(
            name: "Audit", dependencies: ["CaseModel", "Postgres", "Vault", "Messaging", "ServiceRuntime"],
            path: "Shared/Audit", resources: [.copy("Migrations")], swiftSettings: safe),
        .target(
            name: "Web", dependencies: ["HTTP", "Vault", "CaseModel", "ServiceRuntime"], path: "Shared/Web",
            exclude: ["Phrases"], resources: [.copy("Assets")], swiftSettings: safe, plugins: ["CompilePhrases"]),
        .target(
            name: "Accounts",
            dependencies: [
                "COath", "CQREncode", "CaseModel", "Postgres", "Vault", "HTTP", "Web", "Audit", "ServiceRuntime",
            ],
            path: "Shared/Accounts", exclude: ["Phrases"], resources: [.copy("Migrations")], swiftSettings: wrapper,
            plugins: ["CompilePhrases"]),

        // Services
        .executableTarget(
            name: "Intake",
            dependencies: [
                "CaseModel", "Postgres", "Kafka", "HTTP", "Messaging", "Vault", "Blobs", "Calendars", "Web",
                "ServiceRuntime",
            ],
            path: "Services/Intake", exclude: ["Phrases"],
            resources: [.copy("Migrations"), .copy("API/openapi.json")], swiftSettings: safe,
            plugins: ["CompilePhrases"]),
        .executableTarget(
            name: "Verification",
            dependencies: [
                "CaseModel", "Postgres", "Kafka", "HTTP", "Messaging", "Vault", "Blobs", "Calendars", "Audit",
                "Accounts", "Web", "Outbound", "ProtocolFiles", "Sandbox", "ServiceRuntime",
            ],
            path: "Services/Verification", exclude: ["Phrases"],
            resources: [.copy("Migrations"), .copy("Evidence/ImageMagick"), .copy("Evidence/DocumentText")],
            swiftSettings: safe,
            plugins: ["CompilePhrases"]),
        .executableTarget(
            name: "Notification",
            dependencies: [
                "CaseModel", "Postgres", "Kafka", "HTTP", "Messaging", "Vault", "Outbound", "Audit", "Accounts", "Web",
                "ServiceRuntime",
            ],
            path: "Services/Notification", exclude: ["Phrases"], resources: [.copy("Migrations")], swiftSettings: safe,
            plugins: ["CompilePhrases"]),
        .executableTarget(
            name: "Reporting",
            dependencies: [
                "CaseModel", "Postgres", "Kafka", "HTTP", "Messaging", "Vault", "Audit", "Accounts", "Web",
                "ServiceRuntime",
            ],
            path: "Services/Reporting", exclude: ["Phrases"], resources: [.copy("Migrations")], swiftSettings: safe,
            plugins: ["CompilePhrases"]),
        .executableTarget(
            name: "Control",
            dependencies: [
                "CaseModel", "Postgres", "Kafka", "Messaging", "Vault", "Audit", "Accounts", "Outbound",
                "ProtocolFiles", "Web", "ServiceRuntime",
            ],
            path: "Services/Control", swiftSettings: safe),
        .executableTarget(
            name: "DevelopmentBroker", dependencies: ["CRDKafka", "CFixedPort", "Kafka", "ServiceRuntime"],
            path: "Services/DevelopmentBroker", swiftSettings: wrapper),

        // Benchmarks
        .executableTarget(
            name: "HTTPBenchmark", dependencies: ["HTTP", "ServiceRuntime"], path: "Tests/Benchmarks/http/Server",
            swiftSettings: safe),
        .executableTarget(
            name: "MessagingBenchmark",
            dependencies: ["CaseModel", "Postgres", "Kafka", "Messaging", "ServiceRuntime"],
            path: "Tests/Benchmarks/messaging", swiftSettings: safe),
        .executableTarget(
            name: "SearchBenchmark", dependencies: ["CaseModel", "Postgres", "Vault", "ServiceRuntime"],
            path: "Tests/Benchmarks/search/Fill", swiftSettings: safe),

        // Tests
        .target(
            name: "TestSupport",
            dependencies: [
                "CRDKafka", "CFixedPort", "CaseModel", "Postgres", "Kafka", "HTTP", "Messaging", "Vault", "Audit",
                "Accounts", "Web", "ServiceRuntime",
            ],
            path: "Tests/TestSupport", swiftSettings: wrapper),
        tests("CaseModelTests", ["CaseModel", "ServiceRuntime", "TestSupport"]),
        tests("ServiceRuntimeTests", ["ServiceRuntime", "TestSupport"]),
        tests("PostgresTests", ["Postgres", "ServiceRuntime", "TestSupport"]),
        tests("KafkaTests", ["CRDKafka", "Kafka", "ServiceRuntime", "TestSupport"]),
        tests("HTTPTests", ["HTTP", "ServiceRuntime", "TestSupport"]),
        tests("OutboundTests", ["Outbound", "ServiceRuntime", "TestSupport"]),
        tests(
            "MessagingTests", ["Messaging", "CaseModel", "Postgres", "Kafka", "Vault", "ServiceRuntime", "TestSupport"]),
        tests(
            "VaultTests", ["Vault", "CaseModel", "Postgres", "ServiceRuntime", "TestSupport"],
            resources: [.copy("Vectors")]),
        tests("CalendarsTests", ["Calendars", "ServiceRuntime", "TestSupport"]),
        tests("YAMLTests", ["YAML"]),
        tests("SandboxTests", ["Sandbox", "ServiceRuntime", "TestSupport"]),
        tests("BlobsTests", ["Blobs", "Vault", "ServiceRuntime", "TestSupport"]),
        tests(
            "AuditTests",
            ["Audit", "CaseModel", "Kafka", "Postgres", "Vault", "Messaging", "ServiceRuntime", "TestSupport"]),
        tests(
            "AccountsTests",
            ["Accounts", "CaseModel", "Postgres", "Vault", "HTTP", "Web", "Audit", "ServiceRuntime", "TestSupport"]),
        tests("WebTests", ["Web", "HTTP", "CaseModel", "Vault", "ServiceRuntime", "TestSupport"]),
        tests(
            "IntakeTests",
            [
                "Intake", "CaseModel", "Postgres", "Kafka", "HTTP", "Messaging", "Vault", "Blobs", "Calendars",
                "Web", "ServiceRuntime", "TestSupport",
            ]),
        tests(
            "VerificationTests",
            [
                "Verification", "CaseModel", "Postgres", "Kafka", "HTTP", "Messaging", "Vault", "Blobs", "Calendars",
                "Audit", "Accounts", "Web", "Outbound", "ProtocolFiles", "Sandbox", "ServiceRuntime", "TestSupport",
            ]),
        tests(
            "NotificationTests",
            [
                "Notification", "CaseModel", "Postgres", "Kafka", "HTTP", "Messaging", "Vault", "Outbound", "Accounts",
                "Web", "ServiceRuntime", "TestSupport",
            ]),
        tests(
            "ReportingTests",
            [
                "Reporting", "CaseModel", "Postgres", "Kafka", "HTTP", "Messaging", "Vault", "Accounts", "Web",
                "ServiceRuntime", "TestSupport",
            ]),
        tests(
            "ControlTests",
            [
                "Control", "CaseModel", "Postgres", "Kafka", "Messaging", "Vault", "Audit", "Accounts",
                "ServiceRuntime", "TestSupport",
            ]),
        tests(
            "EndToEndTests",
            [
                "Accounts", "CaseModel", "HTTP", "Kafka", "Messaging", "Postgres", "ServiceRuntime", "TestSupport",
                "Vault",
            ]),
    ]
)
