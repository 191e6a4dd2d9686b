import CaseModel
import Foundation
import Messaging
import Vault

/// One submission of a partner, sealed and stored nowhere yet.
struct PartnerItem: Sendable {
    let keyHash: [UInt8]
    /// SHA-256 over the exact bytes.
    let contentHash: [UInt8]
    let submission: SealedSubmission
    let code: ReceiptCode

    /// What a partner calls its items may name somebody: only this is stored of it.
    static func hash(key: String, of partner: UUID) -> [UInt8] {
        SHA256.hash(Array("amparo.partner-item.v1|\(partner.uuidString.lowercased())|\(key)".utf8))
    }
}

/// What has become of an item.
enum ItemResult: Sendable {
    /// Stored now. The code exists here and nowhere else.
    case accepted(TakenItem, ReceiptCode)
    /// The same was stored before.
    case duplicate(TakenItem)
    case rejected([PointedError])
    /// Nobody knows, or there was no time: it may be sent again.
    case unavailable
}

/// Makes an item of what a partner sent.
struct PrepareItem: Sendable {
    let accept: AcceptSubmission

    /// An answer gets no longer than this, however much is wrong.
    static let mostErrors = 20

    /// Throws what is wrong with the bytes as a whole; nil for the item where something is wrong with its fields.
    func callAsFunction(
        _ bytes: [UInt8], from partner: Partner, at now: Date
    ) throws -> (key: String?, outcome: Result<PartnerItem, Refusal>) {
        let sent: SentSubmission
        do throws(PointedError) { sent = try SubmissionReader.read(bytes) } catch {
            return (nil, .failure(Refusal(errors: [error], isMalformed: true)))
        }
        let key = sent.idempotencyKey.flatMap { Self.isKey($0) ? $0 : nil }
        var errors = sent.errors
        if key == nil, !errors.contains(where: { $0.pointer == "/idempotencyKey" }) {
            errors.append(PointedError("/idempotencyKey", sent.idempotencyKey == nil ? .missing : .invalid))
        }
        // What is of a wrong type is not missing as well.
        let known = Set(errors.map(\.pointer))
        errors += PartnerConsentRule.errors(sent.draft, consent: sent.consent, now: now).map(Self.pointed)
            .filter { !known.contains($0.pointer) }
        guard errors.isEmpty, let key else {
            // The rules of the draft too, so that all is told at once.
            errors += sent.draft.errors(lists: accept.lists, now: now).map { PointedError($0) }
            return (key, .failure(Refusal(errors: Array(errors.prefix(Self.mostErrors)))))
        }
        let delivery = PartnerDelivery(
            partner: partner.name, consent: sent.consent?.record(now: now), original: bytes)
        switch try accept.prepare(sent.draft, channel: partner.kind.channel, delivery: delivery, at: now) {
        case .invalid(let errors):
            return (
                key, .failure(Refusal(errors: errors.prefix(Self.mostErrors).map { PointedError($0) }))
            )
        case .ready(let submission, let code):
            // What the broker would not carry must not be taken in.
            guard submission.entry.payload.count <= Self.largestEvent else {
                return (key, .failure(Refusal(errors: [PointedError("", .tooLarge)])))
            }
            return (
                key,
                .success(
                    PartnerItem(
                        keyHash: PartnerItem.hash(key: key, of: partner.id), contentHash: SHA256.hash(bytes),
                        submission: submission, code: code))
            )
        }
    }

    /// Below what brokers take by default, a million bytes, with room for what goes with it.
    private static let largestEvent = 950_000

    struct Refusal: Error {
        let errors: [PointedError]
        /// No JSON at all.
        var isMalformed = false
    }

    /// What may be a key: long enough to be random, and nothing that has to be escaped anywhere.
    static func isKey(_ text: String) -> Bool {
        (16...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: ":"):
                    true
                default: false
                }
            }
    }

    private static func pointed(_ error: FieldError) -> PointedError {
        PointedError(error, below: error.phrase.hasPrefix("partner.consent.") ? "/consent" : "")
    }
}
