import CaseModel
import Foundation
import Postgres
import Vault

/// A file that was added to a case, as it lies sealed.
struct CaseEvidenceRow: Sendable {
    let id: EvidenceID
    let caseID: CaseID
    let addedAt: Date
    let addedBy: StaffID
    let sealed: [UInt8]

    init(_ row: Row) throws {
        id = EvidenceID(try row.get("id", as: UUID.self))
        caseID = CaseID(try row.get("case_id", as: UUID.self))
        addedAt = try row.get("added_at")
        addedBy = StaffID(try row.get("added_by", as: UUID.self))
        sealed = try row.get("sealed")
    }
}

enum CaseEvidenceQueries {
    private static let columns: SQL = "SELECT id, case_id, added_at, added_by, sealed FROM case_evidence"

    static func find(_ id: EvidenceID, in transaction: inout Transaction) async throws -> CaseEvidenceRow? {
        try await transaction.first("\(columns) WHERE id = \(id.uuid)").map(CaseEvidenceRow.init)
    }

    static func all(of id: CaseID, in transaction: inout Transaction) async throws -> [CaseEvidenceRow] {
        try await transaction.query("\(columns) WHERE case_id = \(id.uuid) ORDER BY added_at, id")
            .map(CaseEvidenceRow.init)
    }

    /// Names files of a case that lie here now, and has them looked after as all others.
    static func receive(
        _ files: [DeclaredEvidence], of caseID: CaseID, _ sealing: CaseSealing, because reason: String, at: Date,
        by: StaffID, in transaction: inout Transaction
    ) async throws {
        let ids = files.map(\.evidenceID)
        for file in files {
            let note = try FileSealing(file).seal(CustodyNote(reason: reason), of: file.evidenceID)
            try await transaction.execute(
                """
                INSERT INTO case_evidence (id, case_id, added_at, added_by, sealed)
                VALUES (\(file.evidenceID.uuid), \(caseID.uuid), \(at), \(by.uuid), \(try sealing.seal(file)))
                """)
            try await CustodyQueries.append(
                .received, of: file.evidenceID, at: at, by: by, sealed: note, in: &transaction)
        }
        try await EvidenceStateQueries.begin(ids, at: at, in: &transaction)
        try await CopyQueries.orderOfTheHouse(ids, at: at, in: &transaction)
    }
}

extension CaseSealing {
    func seal(_ file: DeclaredEvidence) throws -> [UInt8] { try seal(file, Self.evidence(file.evidenceID)) }

    func file(_ sealed: [UInt8], id: EvidenceID) throws -> DeclaredEvidence { try open(sealed, Self.evidence(id)) }

    private static func evidence(_ id: EvidenceID) -> SealContext {
        SealContext(table: "case_evidence", column: "sealed", row: id.uuid)
    }
}
