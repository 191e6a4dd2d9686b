/// What follows from a receipt code. The code has 100 random bits, so that no slow hash is needed.
package struct ReceiptKeys: Sendable {
    /// What stands in Intake's table: a hash of the lookup id, so that a copy of the table opens no mailbox door.
    package let storedLookup: [UInt8]
    /// The source's mailbox, to be named in `MessageToSource` and found by; secret like the code until it is hashed.
    package let lookup: [UInt8]
    /// Encrypts what staff answers. Travels to Verification inside the sealed submission.
    package let mailboxKey: DataKey

    /// From the code's canonical bytes (`ReceiptCode` in CaseModel).
    package init(canonicalCode code: [UInt8]) throws(VaultError) {
        Sodium.start()
        lookup = BLAKE2b.personalized(code, as: "amparo.lookup")
        storedLookup = Self.stored(lookup: lookup)
        mailboxKey = try DataKey { BLAKE2b.personalized(code, as: "amparo.mailbox", into: $0) }
    }

    /// `storedLookup` alone.
    package static func storedLookup(canonicalCode code: [UInt8]) -> [UInt8] {
        stored(lookup: BLAKE2b.personalized(code, as: "amparo.lookup"))
    }

    /// The stored form of a lookup id.
    package static func stored(lookup: [UInt8]) -> [UInt8] {
        BLAKE2b.personalized(lookup, as: "amparo.stored")
    }
}
