import CaseModel
import Foundation
import Postgres

/// The items of information of a case: its records of that kind, and what was recorded in the older table of findings until
/// somebody changes something and they are made records, each under its own id.
enum CaseItems {
    static func all(
        of id: CaseID, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> [Item] {
        let old = try await older(of: id, sealing, in: &transaction)
        let items = try await CaseRecords().all(ItemContent.self, of: id, sealing, in: &transaction)
        return old + items
    }

    /// Makes records of what still lies in the older table.
    static func convert(of id: CaseID, _ sealing: CaseSealing, in transaction: inout Transaction) async throws {
        for item in try await older(of: id, sealing, in: &transaction) {
            try await RecordQueries.insert(
                item.id, ItemContent.kind, of: id, at: item.createdAt, by: item.createdBy, in: &transaction)
            let sealed = try sealing.seal(RecordEnvelope(version: 1, content: item.content), of: item.id)
            try await RecordQueries.insertVersion(
                item.id, 1, sealed: sealed, at: item.createdAt, by: item.createdBy, in: &transaction)
        }
    }

    private static func older(
        of id: CaseID, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> [Item] {
        try await transaction.query(
            """
            SELECT id, recorded_at, recorded_by, sealed FROM findings WHERE case_id = \(id.uuid)
                AND NOT EXISTS (SELECT FROM case_records r WHERE r.id = findings.id)
            ORDER BY recorded_at, id
            """
        ).map { row in
            let finding = FindingID(try row.get("id", as: UUID.self))
            let at: Date = try row.get("recorded_at")
            let by = StaffID(try row.get("recorded_by", as: UUID.self))
            let content = try sealing.finding(try row.get("sealed"), id: finding)
            return Item(
                id: RecordID(finding.uuid), version: 1, content: ItemContent(content, by: by), createdAt: at,
                createdBy: by, savedAt: at, savedBy: by, removed: nil)
        }
    }
}

/// An item as the older table has it, sealed under the case's key.
struct FindingContent: Codable, Sendable, Equatable {
    var version = 1
    var item: GradedItem
    var note: String
}

extension ItemContent {
    init(_ finding: FindingContent, by officer: StaffID) {
        let item = finding.item
        self.init(
            sourceRef: "", sourceType: item.sourceType, reliability: item.reliability, credibility: item.credibility,
            group: item.independenceGroup, supports: Claim.allCases.filter(item.supports.contains),
            contradicts: Claim.allCases.filter(item.contradicts.contains), note: finding.note, gradedBy: officer)
    }
}
