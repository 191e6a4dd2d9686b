import CSodium
import Foundation

/// One key in one file: eight bytes that say what it is, then the key.
struct KeyFile {
    enum Kind: UInt8 {
        case sealingSecret = 1, sealingPublic, signingSecret, signingPublic

        var isSecret: Bool { self == .sealingSecret || self == .signingSecret }

        /// The sizes that a key of this kind can have.
        var sizes: [Int] {
            switch self {
            case .sealingSecret: [SealingKeyPair.secretBytes]
            case .sealingPublic: [32, 32 + KeyEncapsulation.xwingPublicKeyBytes]
            case .signingSecret: [SigningKey.seedBytes]
            case .signingPublic: [32]
            }
        }

        var header: [UInt8] { Array("AMPARO".utf8) + [1, rawValue] }
    }

    let url: URL
    let kind: Kind

    /// Writes the key to a new file, 0600 for a secret, and syncs it. Never touches a file that is there.
    func create(_ bytes: UnsafeBufferPointer<UInt8>) throws(VaultError) {
        let descriptor = open(
            url.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kind.isSecret ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw errno == EEXIST ? .keyExists : .keyNotWritten }
        defer { close(descriptor) }
        guard write(descriptor, kind.header, 8) == 8,
            write(descriptor, bytes.baseAddress, bytes.count) == bytes.count, fsync(descriptor) == 0
        else { throw .keyNotWritten }
    }

    func create(_ bytes: [UInt8]) throws(VaultError) {
        let result: Result<Void, VaultError> = bytes.withUnsafeBufferPointer { bytes in
            do throws(VaultError) { return .success(try create(bytes)) } catch { return .failure(error) }
        }
        try result.get()
    }

    /// Reads a secret straight into locked memory.
    func readSecret() throws(VaultError) -> LockedMemory {
        let (descriptor, size) = try openForReading()
        defer { close(descriptor) }
        return try LockedMemory(count: size) { base throws(VaultError) in
            guard read(descriptor, base, size) == size else { throw .keyUnreadable }
        }
    }

    func readPublic() throws(VaultError) -> [UInt8] {
        let (descriptor, size) = try openForReading()
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: size)
        guard read(descriptor, &bytes, size) == size else { throw .keyUnreadable }
        return bytes
    }

    /// Opens the file, checks who may read it, its size and its header, and stands after the header.
    private func openForReading() throws(VaultError) -> (descriptor: Int32, size: Int) {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .keyMissing : .keyUnreadable }
        do throws(VaultError) {
            try check(descriptor)
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw VaultError.keyUnreadable }
            let size = Int(status.st_size) - 8
            var header = [UInt8](repeating: 0, count: 8)
            guard kind.sizes.contains(size), read(descriptor, &header, 8) == 8, header == kind.header else {
                throw VaultError.keyWrongKind
            }
            return (descriptor, size)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// A secret and its directory may be open to their owner only, and nobody but the owner may change a public key.
    private func check(_ descriptor: Int32) throws(VaultError) {
        var file = stat()
        var directory = stat()
        guard fstat(descriptor, &file) == 0, stat(url.deletingLastPathComponent().path, &directory) == 0 else {
            throw .keyUnreadable
        }
        let forbidden: mode_t = kind.isSecret ? 0o077 : 0o022
        guard file.st_mode & S_IFMT == S_IFREG, file.st_mode & forbidden == 0, directory.st_mode & forbidden == 0 else {
            throw .keyPermissions
        }
    }
}
