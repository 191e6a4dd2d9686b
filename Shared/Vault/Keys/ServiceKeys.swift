package import CaseModel
package import ServiceRuntime

/// Everybody's public keys, from the folder `public` of the directory that `AMPARO_KEYS` names.
package struct PublicKeys: Sendable {
    private let sealing: [ServiceName: SealingPublicKey]
    private let verification: [ServiceName: VerificationKey]

    package init(_ files: KeyFiles) throws(VaultError) {
        var sealing: [ServiceName: SealingPublicKey] = [:]
        var verification: [ServiceName: VerificationKey] = [:]
        for service in ServiceName.allCases {
            verification[service] = try files.verificationKey(of: service)
            if service.holdsSealingKey { sealing[service] = try files.sealingPublicKey(of: service) }
        }
        self.sealing = sealing
        self.verification = verification
    }

    /// Seals for a service. Intake can open nothing and so has none: `keyMissing`.
    package func sealing(for service: ServiceName) throws(VaultError) -> SealingPublicKey {
        guard let key = sealing[service] else { throw .keyMissing }
        return key
    }

    package func verification(of service: ServiceName) throws(VaultError) -> VerificationKey {
        guard let key = verification[service] else { throw .keyMissing }
        return key
    }

    var arePostQuantum: Bool { sealing.values.allSatisfy { $0.suite == .xwing } }
}

/// The keys of a process that can open what was sealed for it: Verification, Notification, Reporting.
package struct ServiceKeys: Sendable {
    package let service: ServiceName
    package let sealing: SealingKeyPair
    package let signing: SigningKey
    package let everyone: PublicKeys

    package init(_ service: ServiceName, files: KeyFiles) throws(VaultError) {
        self.service = service
        sealing = try files.sealingKeyPair(of: service)
        signing = try files.signingKey(of: service)
        everyone = try PublicKeys(files)
    }

    /// Reads `AMPARO_KEYS` and `AMPARO_REQUIRE_POST_QUANTUM`; fails with a sentence for the person who starts it.
    package init(_ service: ServiceName, settings: Settings, logger: Logger) throws {
        let files = KeyFiles(directory: try settings.path("AMPARO_KEYS"))
        do throws(VaultError) { try self.init(service, files: files) } catch {
            throw KeyTrouble.startFailure(for: error)
        }
        try PostQuantum.check(settings: settings, logger: logger, keys: everyone)
    }
}

/// The keys of Intake's process: it signs, it seals for others, and it can open nothing.
package struct IntakeKeys: Sendable {
    package let signing: SigningKey
    package let everyone: PublicKeys

    package init(files: KeyFiles) throws(VaultError) {
        signing = try files.signingKey(of: .intake)
        everyone = try PublicKeys(files)
    }

    /// As `ServiceKeys`.
    package init(settings: Settings, logger: Logger) throws {
        let files = KeyFiles(directory: try settings.path("AMPARO_KEYS"))
        do throws(VaultError) { try self.init(files: files) } catch { throw KeyTrouble.startFailure(for: error) }
        try PostQuantum.check(settings: settings, logger: logger, keys: everyone)
    }
}

private enum KeyTrouble {
    static func startFailure(for error: VaultError) -> StartFailure {
        switch error {
        case .keyMissing:
            StartFailure(
                "A key file is missing in the directory AMPARO_KEYS: run amparo keys generate.", code: "key-missing")
        case .keyPermissions:
            StartFailure(
                "A key file or its directory can be read or changed by others: chmod 600 and 700.",
                code: "key-permissions")
        case .keyWrongKind:
            StartFailure("A file in the directory AMPARO_KEYS is not the key its name says.", code: "key-wrong-kind")
        default:
            StartFailure("A key file in the directory AMPARO_KEYS cannot be read.", code: "key-unreadable")
        }
    }
}
