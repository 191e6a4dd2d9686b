import CaseModel
import Foundation
import Testing
import Vault

@Suite struct RecoverySharesTests {
    let temporary: TemporaryDirectory
    let files: KeyFiles

    init() throws {
        temporary = try TemporaryDirectory()
        files = KeyFiles(directory: temporary.url.appending(path: "keys"))
        try KeyFiles.generate(directory: files.directory)
    }

    @Test func `any three of five shares give the key, two do not`() throws {
        let key = try DataKey()
        let shares = try SecretSharing.split(key, threshold: 3, total: 5)
        for one in 0..<5 {
            for two in 0..<5 where two != one {
                #expect(throws: VaultError.sharesTooFew) { try SecretSharing.combine([shares[one], shares[two]]) }
                for three in 0..<5 where three != one && three != two {
                    let combined = try SecretSharing.combine([shares[one], shares[two], shares[three]])
                    #expect(combined.exposedBytes() == key.exposedBytes())
                }
            }
        }
        #expect(try SecretSharing.combine(shares).exposedBytes() == key.exposedBytes())
    }

    @Test func `a share twice, or one of another set, is noticed`() throws {
        let key = try DataKey()
        let shares = try SecretSharing.split(key, threshold: 2, total: 3)
        let others = try SecretSharing.split(try DataKey(), threshold: 2, total: 3)
        #expect(throws: VaultError.sharesDoNotMatch) { try SecretSharing.combine([shares[0], shares[0]]) }
        #expect(throws: VaultError.sharesDoNotMatch) { try SecretSharing.combine([shares[0], others[1]]) }
        // Of the same key, and yet of another polynomial: what comes out is checked.
        let again = try SecretSharing.split(key, threshold: 2, total: 3)
        #expect(throws: VaultError.sharesDoNotMatch) { try SecretSharing.combine([shares[0], again[1]]) }
    }

    @Test(arguments: [(1, 3), (4, 3), (2, 17), (0, 0)])
    func `a threshold that makes no sense is refused`(threshold: Int, total: Int) throws {
        #expect(throws: VaultError.sharesInvalidThreshold) {
            try SecretSharing.split(DataKey(), threshold: threshold, total: total)
        }
    }

    @Test func `a share is read as it was printed, or as people type`() throws {
        let share = try SecretSharing.split(try DataKey(), threshold: 2, total: 3)[1]
        #expect(share.printed.hasPrefix("AMPARO KEY SHARE 2 OF 3: ANY 2 RESTORE THE KEYS\n"))
        #expect(share.code.split(separator: "\n").count == 3)
        let typed = [
            share.printed, share.code, share.code.lowercased(), share.code.replacingOccurrences(of: " ", with: "-"),
            share.code.replacingOccurrences(of: "0", with: "o").replacingOccurrences(of: "1", with: "l"),
            " " + share.code.filter { !$0.isWhitespace } + "\n",
        ]
        for text in typed { #expect(try RecoveryShare(typed: text) == share) }
    }

    @Test func `every mistyped, swapped or missing character is noticed`() throws {
        let share = try SecretSharing.split(try DataKey(), threshold: 2, total: 3)[0]
        let digits = Array(share.code.filter { !$0.isWhitespace })
        #expect(digits.count == 72)
        for index in digits.indices {
            var changed = digits
            changed[index] = changed[index] == "7" ? "8" : "7"
            #expect(throws: VaultError.shareMistyped) { try RecoveryShare(typed: String(changed)) }
            changed.remove(at: index)
            #expect(throws: VaultError.shareMistyped) { try RecoveryShare(typed: String(changed)) }
            var swapped = digits
            swapped.swapAt(index, (index + 1) % digits.count)
            if swapped != digits {
                #expect(throws: VaultError.shareMistyped) { try RecoveryShare(typed: String(swapped)) }
            }
        }
        for text in ["", "AMPARO", share.code + "0", share.code.replacingOccurrences(of: " ", with: "U")] {
            #expect(throws: VaultError.shareMistyped) { try RecoveryShare(typed: text) }
        }
    }

    @Test func `keys count as recoverable once enough shares were typed back`() throws {
        #expect(!RecoveryShares.isConfirmed(files))
        let shares = try RecoveryShares.split(files, threshold: 2, total: 3)
        #expect(!RecoveryShares.isConfirmed(files))
        #expect(try temporary.permissions("keys/recovery.bundle") == 0o600)
        #expect(throws: VaultError.sharesTooFew) { try RecoveryShares.confirm(files, shares: [shares[2]]) }
        #expect(!RecoveryShares.isConfirmed(files))
        try RecoveryShares.confirm(files, shares: [shares[2], shares[0]])
        #expect(RecoveryShares.isConfirmed(files))
        #expect(throws: VaultError.keyExists) { try RecoveryShares.split(files, threshold: 2, total: 3) }
    }

    @Test func `shares of an earlier, unconfirmed splitting do not confirm`() throws {
        let earlier = try RecoveryShares.split(files, threshold: 2, total: 3)
        _ = try RecoveryShares.split(files, threshold: 2, total: 3)
        #expect(throws: VaultError.notAuthentic) { try RecoveryShares.confirm(files, shares: earlier) }
        #expect(!RecoveryShares.isConfirmed(files))
    }

    @Test func `a changed marker, or one of other keys, confirms nothing`() throws {
        try RecoveryShares.confirm(files, shares: RecoveryShares.split(files, threshold: 2, total: 2))
        let marker = files.publicDirectory.appending(path: "recovery.confirmed")
        let whole = try Data(contentsOf: marker)
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 1
            try changed.write(to: marker)
            #expect(!RecoveryShares.isConfirmed(files, demonstration: true))
        }
        let others = KeyFiles(directory: temporary.url.appending(path: "others"))
        try KeyFiles.generate(directory: others.directory)
        try whole.write(to: others.publicDirectory.appending(path: "recovery.confirmed"))
        #expect(!RecoveryShares.isConfirmed(others))
        try whole.write(to: marker)
        #expect(RecoveryShares.isConfirmed(files))
    }

    @Test func `a demonstration confirms its own, and only for a demonstration`() throws {
        try RecoveryShares.confirmDemonstration(files)
        #expect(RecoveryShares.isConfirmed(files, demonstration: true))
        #expect(!RecoveryShares.isConfirmed(files))
    }

    @Test func `lost keys come back from the bundle and the shares`() throws {
        let shares = try RecoveryShares.split(files, threshold: 2, total: 3)
        let context = SealContext(table: "submissions", column: "narrative", row: UUID())
        let sealed = try PublicKeys(files).sealing(for: .verification).seal([9, 9], context: context)
        let kept = temporary.url.appending(path: "kept.bundle")
        try FileManager.default.moveItem(at: files.directory.appending(path: "recovery.bundle"), to: kept)
        try FileManager.default.removeItem(at: files.directory)

        try RecoveryShares.restore(bundle: kept, shares: [shares[1], shares[2]], to: files)
        #expect(try ServiceKeys(.verification, files: files).sealing.open(sealed, context: context) == [9, 9])
        #expect(RecoveryShares.isConfirmed(files))
        #expect(throws: VaultError.keyExists) {
            try RecoveryShares.restore(bundle: kept, shares: [shares[1], shares[2]], to: files)
        }
    }
}
