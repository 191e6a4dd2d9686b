import CaseModel
import Foundation
import ServiceRuntime
import Synchronization
import Testing
import Vault

@Suite struct KeyFilesTests {
    let temporary: TemporaryDirectory
    let files: KeyFiles
    let context = SealContext(table: "submissions", column: "narrative", row: UUID())

    init() throws {
        temporary = try TemporaryDirectory()
        files = KeyFiles(directory: temporary.url.appending(path: "keys"))
        try KeyFiles.generate(directory: files.directory)
    }

    private func settings(_ values: [String: String] = [:]) -> Settings {
        Settings(layers: [values, ["AMPARO_KEYS": files.directory.path]])
    }

    @Test func `what is sealed with a public file opens with the private one`() throws {
        let keys = try ServiceKeys(.verification, files: files)
        let intake = try IntakeKeys(files: files)
        let sealed = try intake.everyone.sealing(for: .verification).seal([1, 2, 3], context: context)
        #expect(try keys.sealing.open(sealed, context: context) == [1, 2, 3])
        #expect(throws: VaultError.notAuthentic) {
            try ServiceKeys(.reporting, files: files).sealing.open(sealed, context: context)
        }
        let signature = intake.signing.sign([4, 5], for: .event)
        #expect(try keys.everyone.verification(of: .intake).verifies(signature, of: [4, 5], for: .event))
    }

    @Test func `Intake has no key to open with`() throws {
        #expect(throws: VaultError.keyMissing) { try files.sealingKeyPair(of: .intake) }
        #expect(throws: VaultError.keyMissing) { try PublicKeys(files).sealing(for: .intake) }
    }

    @Test func `Intake starts with its own folder and the public one`() throws {
        for other in ["verification", "notification", "reporting"] {
            try FileManager.default.removeItem(at: files.directory.appending(path: other))
        }
        _ = try IntakeKeys(files: files)
        #expect(throws: VaultError.keyMissing) { try ServiceKeys(.verification, files: files) }
    }

    @Test func `private files and their directories are their owner's only`() throws {
        #expect(try temporary.permissions("keys") == 0o700)
        #expect(try temporary.permissions("keys/reporting") == 0o700)
        #expect(try temporary.permissions("keys/reporting/reporting.sealing.key") == 0o600)
        #expect(try temporary.permissions("keys/intake/intake.signing.key") == 0o600)
        #expect(try temporary.permissions("keys/public/reporting.sealing.pub") & 0o022 == 0)
    }

    @Test(arguments: [
        ("keys/verification/verification.sealing.key", 0o640), ("keys/verification/verification.sealing.key", 0o604),
        ("keys/verification/verification.signing.key", 0o660), ("keys/verification", 0o750),
        ("keys/public/reporting.sealing.pub", 0o666), ("keys/public", 0o777),
    ])
    func `a key that others may read or change is refused`(path: String, permissions: Int) throws {
        try temporary.setPermissions(permissions, of: path)
        #expect(throws: VaultError.keyPermissions) { try ServiceKeys(.verification, files: files) }
    }

    @Test func `a file of the wrong size or kind is refused`() throws {
        let file = files.directory.appending(path: "verification/verification.sealing.key")
        let whole = try Data(contentsOf: file)
        let signing = try Data(contentsOf: files.directory.appending(path: "verification/verification.signing.key"))
        for wrong in [Data(), whole.dropLast(), whole + [0], signing, Data([0]) + whole.dropFirst()] {
            try wrong.write(to: file)
            #expect(throws: VaultError.keyWrongKind) { try files.sealingKeyPair(of: .verification) }
        }
    }

    @Test func `existing keys are never overwritten`() throws {
        let before = try Data(contentsOf: files.directory.appending(path: "public/intake.signing.pub"))
        #expect(throws: VaultError.keyExists) { try KeyFiles.generate(directory: files.directory) }
        #expect(throws: VaultError.keyExists) {
            try KeyFiles.generate(directory: files.directory, services: [.reporting])
        }
        #expect(try Data(contentsOf: files.directory.appending(path: "public/intake.signing.pub")) == before)
    }

    @Test(.enabled(if: PostQuantum.isAvailable)) func `a key made without X-Wing is told of, and completed`() throws {
        let file = files.directory.appending(path: "public/verification.sealing.pub")
        let old = try Data(contentsOf: file).prefix(8 + 32)
        try old.write(to: file)
        let before = try files.sealingPublicKey(of: .verification)
        #expect(before.suite == .x25519)
        let lines = Mutex<[String]>([])
        let logger = Logger(service: "test") { line in lines.withLock { $0.append(line) } }
        let keys = try ServiceKeys(.verification, settings: settings(), logger: logger)
        #expect(lines.withLock { $0.count == 1 && $0[0].contains("WITHOUT POST-QUANTUM") })
        #expect(throws: StartFailure.self) {
            try IntakeKeys(settings: settings(["AMPARO_REQUIRE_POST_QUANTUM": "true"]), logger: logger)
        }
        let sealed = try before.seal([1], context: context)
        #expect(try files.completePublicKeys() == [.verification])
        #expect(try files.sealingPublicKey(of: .verification) == keys.sealing.publicKey)
        #expect(try keys.sealing.open(sealed, context: context) == [1])
        _ = try IntakeKeys(settings: settings(["AMPARO_REQUIRE_POST_QUANTUM": "true"]), logger: logger)
        #expect(lines.withLock { $0.count } == 1)
    }

    @Test func `a missing key file ends the start with a sentence that says what to do`() throws {
        let elsewhere = Settings(layers: [["AMPARO_KEYS": temporary.url.path]])
        let failure = #expect(throws: StartFailure.self) {
            try ServiceKeys(.verification, settings: elsewhere, logger: Logger(service: "test") { _ in })
        }
        #expect(failure?.description.contains("amparo keys generate") == true)
    }
}
