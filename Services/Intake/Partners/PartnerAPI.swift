import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// The way in for partners' programs (`docs/partners.md`): one submission, many, what became of them, and the key that
/// receipts are verified with.
struct PartnerAPI: Sendable {
    let gate: PartnerGate
    let prepare: PrepareItem
    let write: WriteItems
    let receipts: SignedReceipts
    let database: Database
    let language: APILanguage
    private let slots = BulkSlots()

    init(
        accept: AcceptSubmission, write: WriteItems, receipts: SignedReceipts, database: Database,
        language: APILanguage
    ) {
        gate = PartnerGate(database: database)
        prepare = PrepareItem(accept: accept)
        self.write = write
        self.receipts = receipts
        self.database = database
        self.language = language
    }

    func register(in router: inout Router) {
        router.api(
            .post, "/api/v1/submissions", access: "partner:submit", body: .whole(limit: SubmissionReader.limit),
            language
        ) { try await submit($0) }
        router.api(
            .post, "/api/v1/submissions/bulk", access: "partner:submit", body: .streamed(limit: TakeBulk.limit),
            deadline: .seconds(900), language
        ) { try await bulk($0) }
        router.api(
            .post, "/api/v1/submissions/status", access: "partner:status", body: .whole(limit: 256 * 1024), language
        ) { try await status($0) }
        let keys = receipts.publicKeys
        router.api(.get, "/api/v1/keys", access: .public, language) { _ in .json(keys) }
    }

    // MARK: One

    private func submit(_ request: Request) async throws -> Response {
        let partner = try await gate(request, .submit)
        guard request.mediaType == "application/json" else { throw HTTPError.unsupportedMediaType }
        let bytes = try await request.bytes(limit: SubmissionReader.limit)
        let (key, outcome) = try prepare(bytes, from: partner, at: .wholeMilliseconds)
        let item: PartnerItem
        switch outcome {
        case .success(let ready): item = ready
        case .failure(let refusal) where refusal.isMalformed:
            throw APIProblem.malformed(refusal.errors.first ?? PointedError("", .invalidJSON))
        case .failure(let refusal): throw APIProblem.invalid(refusal.errors)
        }
        let answer = ItemAnswer(receipts: receipts, partner: partner.name, words: language.words(request))
        let result = try await write([item], of: partner).first ?? .unavailable
        switch result {
        case .accepted: return .json(answer.json(result, key: key), status: .created)
        case .duplicate: return .json(answer.json(result, key: key))
        case .rejected: throw APIProblem.keyReused
        case .unavailable: throw IntakeFailure.outcomeUnknown
        }
    }

    // MARK: Many

    private func bulk(_ request: Request) async throws -> Response {
        let partner = try await gate(request, .submit)
        guard request.mediaType == "application/x-ndjson" else { throw HTTPError.unsupportedMediaType }
        guard prepare.accept.isOpen() else { throw IntakeFailure.notYetOpen }
        let take = TakeBulk(prepare: prepare, write: write)
        let outcomes = try await slots.run(partner.id) {
            try await take(request.body, from: partner) { _ = try await gate(request, .submit) }
        }
        let answer = ItemAnswer(receipts: receipts, partner: partner.name, words: language.words(request))
        return .stream(type: "application/x-ndjson") { writer in
            var lines: [UInt8] = []
            for (index, outcome) in outcomes.enumerated() {
                lines += answer.json(outcome.result, index: index, key: outcome.key)
                lines.append(UInt8(ascii: "\n"))
                guard lines.count > 32 * 1024 else { continue }
                try await writer.write(lines)
                lines.removeAll(keepingCapacity: true)
            }
            try await writer.write(lines)
        }
    }

    // MARK: What became of them

    static let mostKeys = 1000

    private func status(_ request: Request) async throws -> Response {
        let partner = try await gate(request, .status)
        guard request.mediaType == "application/json" else { throw HTTPError.unsupportedMediaType }
        let bytes = try await request.bytes(limit: 256 * 1024)
        let keys = try keys(in: bytes)
        let rows = try await database.query(
            PartnerQueries.items(keys.map { PartnerItem.hash(key: $0, of: partner.id) }, of: partner.id))
        let taken = try rows.map { row throws(PostgresError) in try TakenItem(row) }
        let byKey = Dictionary(taken.map { ($0.keyHash, $0) }) { first, _ in first }
        let items = keys.map { key -> [UInt8] in
            var text = JSONObjectText(capacity: 512)
            text.add("idempotencyKey", key)
            if let item = byKey[PartnerItem.hash(key: key, of: partner.id)] {
                text.add("receipt", receipts.receipt(item, partner: partner.name))
                text.add("receivedAt", EventCoding.text(of: item.receivedAt))
                text.add("result", "accepted")
                text.add("submissionID", item.submissionID.description)
            } else {
                text.add("result", "unknown")
            }
            return text.object
        }
        var answer = JSONObjectText()
        answer.add(
            "items",
            json: [UInt8(ascii: "[")] + items.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")])
        return .json(answer.object)
    }

    private func keys(in bytes: [UInt8]) throws -> [String] {
        var fields: JSONFields
        do {
            fields = try JSONFields(try JSONText.parse(bytes))
        } catch let problem as JSONProblem {
            throw APIProblem.malformed(PointedError(problem))
        } catch let error as PointedError {
            throw APIProblem.malformed(error)
        }
        let keys = fields.texts("idempotencyKeys", limit: Self.mostKeys)
        var errors = fields.errors
        if let keys {
            for (index, key) in keys.enumerated() where !PrepareItem.isKey(key) {
                errors.append(PointedError("/idempotencyKeys/\(index)", .invalid))
            }
        } else if errors.isEmpty {
            errors.append(PointedError("/idempotencyKeys", .missing))
        }
        guard errors.isEmpty, let keys else {
            throw APIProblem.invalid(Array(errors.prefix(PrepareItem.mostErrors)))
        }
        return keys
    }
}
