package import CaseModel
package import Foundation

/// Where keys lie: `<directory>/<service>/<service>.sealing.key` and `.signing.key`, readable by their owner only, and
/// `<directory>/public/<service>.sealing.pub` and `.signing.pub`. A container is given its own service's folder and the
/// public one.
package struct KeyFiles: Sendable {
    package let directory: URL

    package init(directory: URL) {
        self.directory = directory
    }

    package var publicDirectory: URL { directory.appending(path: "public", directoryHint: .isDirectory) }

    /// Makes the keys of all `services`. Fails with `keyExists`, before anything is written, where one is there.
    package static func generate(
        directory: URL, services: [ServiceName] = ServiceName.allCases
    ) throws(VaultError) {
        let files = KeyFiles(directory: directory)
        for service in services where files.exist(for: service) { throw .keyExists }
        try files.makeDirectories(for: services)
        for service in services {
            try files.write(signing: SigningKey(), of: service)
            if service.holdsSealingKey { try files.write(sealing: SealingKeyPair(), of: service) }
        }
    }

    /// True when a key of this service is there.
    package func exist(for service: ServiceName) -> Bool {
        [KeyFile.Kind.sealingSecret, .sealingPublic, .signingSecret, .signingPublic].contains {
            FileManager.default.fileExists(atPath: file($0, of: service).url.path)
        }
    }

    package func sealingKeyPair(of service: ServiceName) throws(VaultError) -> SealingKeyPair {
        try SealingKeyPair(secret: file(.sealingSecret, of: service).readSecret())
    }

    package func signingKey(of service: ServiceName) throws(VaultError) -> SigningKey {
        try SigningKey(seed: file(.signingSecret, of: service).readSecret())
    }

    package func sealingPublicKey(of service: ServiceName) throws(VaultError) -> SealingPublicKey {
        try SealingPublicKey(bytes: file(.sealingPublic, of: service).readPublic())
    }

    package func verificationKey(of service: ServiceName) throws(VaultError) -> VerificationKey {
        try VerificationKey(bytes: file(.signingPublic, of: service).readPublic())
    }

    /// Adds the X-Wing part to public keys that were made with a library that had none. Returns whose were completed.
    @discardableResult
    package func completePublicKeys() throws(VaultError) -> [ServiceName] {
        guard PostQuantum.isAvailable else { throw .postQuantumUnavailable }
        var completed: [ServiceName] = []
        for service in ServiceName.allCases where service.holdsSealingKey && exist(for: service) {
            let complete = try sealingKeyPair(of: service).publicKey
            let current = try sealingPublicKey(of: service)
            guard current.xwing.isEmpty, current.x25519 == complete.x25519 else { continue }
            let target = file(.sealingPublic, of: service)
            let fresh = KeyFile(url: target.url.appendingPathExtension("new"), kind: .sealingPublic)
            try fresh.create(complete.bytes)
            guard rename(fresh.url.path, target.url.path) == 0 else { throw .keyNotWritten }
            completed.append(service)
        }
        return completed
    }

    func write(signing key: SigningKey, of service: ServiceName) throws(VaultError) {
        try key.withSeed { seed throws(VaultError) in
            try file(.signingSecret, of: service).create(.init(start: seed, count: SigningKey.seedBytes))
        }
        try file(.signingPublic, of: service).create(key.verificationKey.bytes)
    }

    func write(sealing key: SealingKeyPair, of service: ServiceName) throws(VaultError) {
        try key.withSecretBytes { secret throws(VaultError) in
            try file(.sealingSecret, of: service).create(.init(start: secret, count: SealingKeyPair.secretBytes))
        }
        try file(.sealingPublic, of: service).create(key.publicKey.bytes)
    }

    func makeDirectories(for services: [ServiceName]) throws(VaultError) {
        try makeDirectory(directory, mode: 0o700)
        try makeDirectory(publicDirectory, mode: 0o755)
        for service in services { try makeDirectory(folder(of: service), mode: 0o700) }
    }

    private func makeDirectory(_ url: URL, mode: mode_t) throws(VaultError) {
        guard mkdir(url.path, mode) == 0 || errno == EEXIST else { throw .keyNotWritten }
    }

    private func folder(of service: ServiceName) -> URL {
        directory.appending(path: service.rawValue, directoryHint: .isDirectory)
    }

    private func file(_ kind: KeyFile.Kind, of service: ServiceName) -> KeyFile {
        let name =
            switch kind {
            case .sealingSecret: "sealing.key"
            case .sealingPublic: "sealing.pub"
            case .signingSecret: "signing.key"
            case .signingPublic: "signing.pub"
            }
        let folder = kind.isSecret ? folder(of: service) : publicDirectory
        return KeyFile(url: folder.appending(path: "\(service.rawValue).\(name)"), kind: kind)
    }
}
