import CaseModel
package import Foundation
package import ServiceRuntime

/// What is done so that a lost key is not a lost archive: the private keys are sealed in one bundle, whose key is split
/// among people. Intake accepts nothing before enough of them have typed their shares back.
package enum RecoveryShares {
    /// Writes `recovery.bundle` and returns the shares to print. They are stored nowhere. While they are not confirmed,
    /// splitting again replaces them; afterwards it is `keyExists`.
    package static func split(
        _ files: KeyFiles, threshold: Int, total: Int
    ) throws(VaultError) -> [RecoveryShare] {
        guard !FileManager.default.fileExists(atPath: markerURL(files).path) else { throw .keyExists }
        let key = try DataKey()
        let shares = try SecretSharing.split(key, threshold: threshold, total: total)
        try replace(bundleURL(files), with: RecoveryBundle(of: files, under: key).sealed, mode: 0o600)
        return shares
    }

    /// Combines what was typed back, opens the bundle, compares every key in it with the key files, and marks the
    /// directory as confirmed.
    package static func confirm(_ files: KeyFiles, shares: [RecoveryShare]) throws(VaultError) {
        try confirm(files, shares: shares, isDemonstration: false)
    }

    /// Splits and confirms by itself and forgets the shares: only where `AMPARO_DEMONSTRATION` is true.
    package static func confirmDemonstration(_ files: KeyFiles) throws(VaultError) {
        let shares = try split(files, threshold: 2, total: 3)
        try confirm(files, shares: Array(shares.prefix(2)), isDemonstration: true)
    }

    /// Whether the keys in this directory can be recovered. A demonstration's marker counts only for a demonstration.
    package static func isConfirmed(_ files: KeyFiles, demonstration: Bool = false) -> Bool {
        guard let data = try? Data(contentsOf: markerURL(files)), let keys = try? PublicKeys(files),
            let marker = RecoveryMarker(bytes: [UInt8](data), keys: keys)
        else { return false }
        return demonstration || !marker.isDemonstration
    }

    /// Reads `AMPARO_KEYS` and `AMPARO_DEMONSTRATION`.
    package static func isConfirmed(settings: Settings) throws(SettingsError) -> Bool {
        let files = KeyFiles(directory: try settings.path("AMPARO_KEYS"))
        return isConfirmed(files, demonstration: try settings.flag("AMPARO_DEMONSTRATION", default: false))
    }

    /// Writes the keys of a kept bundle to a new directory, from which the services then run; it counts as confirmed.
    package static func restore(
        bundle: URL, shares: [RecoveryShare], to files: KeyFiles
    ) throws(VaultError) {
        let key = try SecretSharing.combine(shares)
        guard let data = try? Data(contentsOf: bundle) else { throw .keyUnreadable }
        let keys = try RecoveryBundle(sealed: [UInt8](data)).open(with: key)
        for service in ServiceName.allCases where files.exist(for: service) { throw .keyExists }
        try files.makeDirectories(for: ServiceName.allCases)
        for key in keys {
            try files.write(signing: key.signing, of: key.service)
            if let sealing = key.sealing { try files.write(sealing: sealing, of: key.service) }
        }
        try replace(bundleURL(files), with: [UInt8](data), mode: 0o600)
        try confirm(files, shares: shares)
    }

    private static func confirm(
        _ files: KeyFiles, shares: [RecoveryShare], isDemonstration: Bool
    ) throws(VaultError) {
        let key = try SecretSharing.combine(shares)
        guard let data = try? Data(contentsOf: bundleURL(files)) else { throw .keyMissing }
        let everyone = try PublicKeys(files)
        for kept in try RecoveryBundle(sealed: [UInt8](data)).open(with: key) {
            guard try kept.signing.verificationKey == everyone.verification(of: kept.service) else {
                throw .sharesDoNotMatch
            }
            guard let sealing = kept.sealing?.publicKey else { continue }
            guard try sealing.x25519 == everyone.sealing(for: kept.service).x25519 else { throw .sharesDoNotMatch }
        }
        let marker = try RecoveryMarker(keys: everyone, isDemonstration: isDemonstration)
        try replace(markerURL(files), with: marker.signed(with: files.signingKey(of: .verification)), mode: 0o644)
    }

    private static func bundleURL(_ files: KeyFiles) -> URL {
        files.directory.appending(path: "recovery.bundle")
    }

    private static func markerURL(_ files: KeyFiles) -> URL {
        files.publicDirectory.appending(path: "recovery.confirmed")
    }

    private static func replace(_ url: URL, with bytes: [UInt8], mode: mode_t) throws(VaultError) {
        let fresh = url.appendingPathExtension("new")
        unlink(fresh.path)
        let descriptor = open(fresh.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .keyNotWritten }
        defer { close(descriptor) }
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            rename(fresh.path, url.path) == 0
        else { throw .keyNotWritten }
    }
}
