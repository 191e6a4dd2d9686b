import CaseModel
import Foundation
import Vault

/// Seals what a page has to bring back: a token in a hidden field that only Intake opens, for half an hour. Nothing of a
/// visit is kept anywhere else, neither here nor in the browser.
struct VisitTokens: Sendable {
    enum Problem: Error, Equatable {
        case missing, forged, expired
    }

    static let lifetime: TimeInterval = 30 * 60
    private static let longest = 4096

    private struct Dated<Value: Codable>: Codable {
        let until: Int
        let value: Value
    }

    /// Follows from Intake's own signing key, so that all its instances open each other's tokens.
    private let key: DataKey

    init(_ signing: SigningKey) throws {
        key = try signing.derive("amparo.visit.v1")
    }

    func seal<Value: VisitToken>(_ value: Value, now: Date = .now) throws -> String {
        let dated = Dated(until: Int(now.timeIntervalSince1970 + Self.lifetime), value: value)
        return Data(try key.seal(try EventCoding.encode(dated), context: Self.context(Value.self)))
            .base64EncodedString()
    }

    func open<Value: VisitToken>(
        _ type: Value.Type, _ token: String?, now: Date = .now
    ) throws(Problem) -> Value {
        guard let token, !token.isEmpty else { throw .missing }
        guard token.utf8.count <= Self.longest, let sealed = Data(base64Encoded: token),
            let plain = try? key.open(Array(sealed), context: Self.context(type)),
            let dated = try? EventCoding.decode(Dated<Value>.self, from: plain)
        else { throw .forged }
        guard now.timeIntervalSince1970 < Double(dated.until) else { throw .expired }
        return dated.value
    }

    private static func context<Value: VisitToken>(_ type: Value.Type) -> SealContext {
        SealContext(table: "visits", column: type.kind, row: ServiceName.intake.chainKey)
    }
}

/// What may be in a token. One kind never opens as another.
protocol VisitToken: Codable, Sendable {
    static var kind: StaticString { get }
}

/// What somebody holds who has come back with a code. The code itself is not in it.
struct MailboxPass: VisitToken {
    static let kind: StaticString = "pass"

    let submissionID: SubmissionID
    let mailboxID: MailboxID
    /// As it stands in the table: of no use any more once the code is replaced.
    let lookup: HexBytes
    let mailboxKey: KeyBytes
    /// Finds the code in a text (`ReceiptCode.candidates`).
    let checkValue: Int
    /// Names what is sent from the page that holds the pass: whatever is sent from it twice is stored once.
    let updateID: UpdateID
}

/// A code that was made and shown, and counts for nothing yet: it does once its holder says that it is written down. So no
/// answer that is lost on its way costs anybody the mailbox.
struct ReceiptOffer: VisitToken {
    static let kind: StaticString = "offer"

    /// Of what it replaces: the code so far, or the code on the sheet.
    let lookup: HexBytes
    let randomBytes: KeyBytes
    let updateID: UpdateID

    var code: ReceiptCode? { ReceiptCode(randomBytes: randomBytes.exposed) }

    static func new(for lookup: [UInt8]) -> ReceiptOffer {
        ReceiptOffer(
            lookup: HexBytes(lookup), randomBytes: KeyBytes(Randomness.bytes(ReceiptCode.randomByteCount)),
            updateID: UpdateID(Randomness.timelessUUID()))
    }
}
