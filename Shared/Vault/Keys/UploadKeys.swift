/// What follows from the token of an upload session. The token has 256 random bits and is in its client's hands alone.
package struct UploadKeys: Sendable {
    package static let tokenBytes = 32

    /// What stands in Intake's table: a hash, so that a copy of the table opens nothing.
    package let storedLookup: [UInt8]
    /// Seals what is to be known of the session's files.
    package let descriptorKey: DataKey

    package init(token: [UInt8]) throws(VaultError) {
        guard token.count == Self.tokenBytes else { throw .malformed }
        Sodium.start()
        storedLookup = BLAKE2b.personalized(token, as: "amparo.upload")
        descriptorKey = try DataKey { BLAKE2b.personalized(token, as: "amparo.uploadkey", into: $0) }
    }
}
