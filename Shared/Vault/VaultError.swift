import ServiceRuntime

/// What went wrong with a key or a sealed value. Codes only: no value, no path, no key.
package enum VaultError: String, CodedError {
    /// The value names a suite that this build does not know.
    case unknownSuite = "vault-unknown-suite"
    /// The value is too short or otherwise not of the form its suite has.
    case malformed = "vault-malformed"
    /// The value was changed, or belongs to another key, table, column or row.
    case notAuthentic = "vault-not-authentic"
    /// A sealed stream ends before its last chunk.
    case truncated = "vault-truncated"
    /// The value needs X-Wing and libsodium is older than 1.0.22.
    case postQuantumUnavailable = "vault-post-quantum-unavailable"
    case outOfMemory = "vault-out-of-memory"

    case keyMissing = "vault-key-missing"
    case keyExists = "vault-key-exists"
    case keyUnreadable = "vault-key-unreadable"
    case keyNotWritten = "vault-key-not-written"
    /// Somebody other than the owner may read the file or the directory it lies in.
    case keyPermissions = "vault-key-permissions"
    /// The file has the wrong size, or holds a key of another kind.
    case keyWrongKind = "vault-key-wrong-kind"

    case shareMistyped = "vault-share-mistyped"
    case sharesTooFew = "vault-shares-too-few"
    /// The shares are of different sets, one of them stands there twice, or they are not of these keys.
    case sharesDoNotMatch = "vault-shares-do-not-match"
    case sharesInvalidThreshold = "vault-shares-invalid-threshold"

    /// More passwords wait to be hashed than is sensible; try again later.
    case passwordsBusy = "vault-passwords-busy"

    package var code: String { rawValue }
}
